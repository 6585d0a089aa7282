"""A first season: weather in, menu out, and every vector between."""

from cooking_rnn import Kitchen, show

kitchen = Kitchen.load("romance")
season = kitchen.simulate("sunny,rainy,rainy")
print(season.menu)

for day in season.days:
    vectors = {step.name: step.value.tolist() for step in day.steps}
    print(day.number, day.weather, vectors["sum"], "->", day.dish)

show(kitchen.explain("rainy"))  # the same as `cook explain --weather rainy --no-step`
