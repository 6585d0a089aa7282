"""What can be chosen, by the names that people type: known without loading numpy."""

CELLS = ("simple", "lstm")
BASELINES = ("ngram", "window", "rotation", "diagonal")  # beside the cells of a study
TASKS = ("next", "fill", "translate")  # of a network: the next dish, the blanks of a diary, a week as a whole
STARTS = ("orthogonal", "gaussian")  # how a recurrent matrix is drawn
ACTIVATIONS = ("tanh", "sigmoid", "linear")  # of a simple cell
BUGS = ("transpose",)  # of a gradient
PICTURES = ("network", "unrolled", "states", "cell")
FORMS = ("rnn", "tanh", "lstm")  # in which a kitchen is wired by hand: with hard-max, tanh or gates
