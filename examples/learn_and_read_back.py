"""A network learns the kitchen from its diary; the kitchen is read back out of it, and the two are compared."""

from cooking_rnn import Kitchen, compare, extract, train

kitchen = Kitchen.load("romance")
training = train(kitchen, cell="simple", seed=0)
print(training)

found = extract(training.network).kitchen
print("the kitchen that was found is the one that was taught:", found == kitchen)
print(compare(training.network, kitchen))
print(training.network.simulate("rainy,sunny,rainy").menu)
