"""What can be chosen, by the names that people type: known without loading numpy."""

CELLS = ("simple", "lstm", "gru")
TASKS = ("next", "fill")  # of a network: the next dish, or the blanks of a diary
STARTS = ("orthogonal", "gaussian")  # how a recurrent matrix is drawn
ACTIVATIONS = ("tanh", "sigmoid", "linear")  # of a simple cell
BUGS = ("transpose",)  # of a gradient
PICTURES = ("network", "unrolled", "states")
