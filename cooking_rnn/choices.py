"""What can be chosen, by the names that people type: known without loading numpy."""

CELLS = ("simple", "lstm", "gru")
BASELINES = ("ngram", "window", "rotation", "diagonal")  # beside the cells of a study
TASKS = ("next", "fill", "translate")  # of a network: the next dish, the blanks of a diary, a week as a whole
STARTS = ("orthogonal", "gaussian")  # how a recurrent matrix is drawn
ACTIVATIONS = ("tanh", "sigmoid", "linear")  # of a simple cell
BUGS = ("transpose",)  # of a gradient
PICTURES = ("network", "unrolled", "states", "cell")
FORMS = ("rnn", "tanh", "lstm")  # in which a kitchen is wired by hand: with hard-max, tanh or gates
LANGUAGE_MODELS = ("ngram", "window", "simple", "lstm")  # of a text
UNITS = ("word", "char")  # of a text
SHEETS = ("kitchen", "rnn", "lstm", "backward", "ngram")  # what a worksheet works out
BLANKS = ("values", "rows", "weights")  # what a worksheet leaves out
