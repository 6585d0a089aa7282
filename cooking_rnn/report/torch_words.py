"""torch's words beside ours: which rows of which arrays a step works with, and what torch returns of it."""

from cooking_rnn.network.network import Network
from cooking_rnn.network.statedict import BLOCKS
from cooking_rnn.phrases import Phrase
from cooking_rnn.report.say import Labels, Say
from cooking_rnn.report.words import part_word, rows_word
from cooking_rnn.steps import Step

_STATE = Phrase("In torch: output[t] of this layer, and after its last day h_n[{place}].")
#: of each kind of step
_SAID = {
    "tanh": _STATE,
    "hidden": _STATE,
    "cell": Phrase("In torch: after the last day c_n[{place}]."),
    "forget": Phrase("In torch: f."),
    "input": Phrase("In torch: i."),
    "output": Phrase("In torch: o."),
    "change": Phrase("In torch: g."),
    "update": Phrase("In torch: z."),
    "reset": Phrase("In torch: r."),
    "candidate": Phrase("In torch: n."),
    "readout": Phrase("In torch: {readout}.weight · h, and {readout}.bias where there is one."),
}


def torch_words(step: Step, network: Network, labels: Labels, say: Say) -> str:
    """Return what torch calls a step of a network of somebody else; "" where it has no word for it."""
    if step.kind == "preactivation":
        return _matrix(step, network, labels, say)
    if step.kind not in _SAID:
        return ""
    ways = len(network.architecture.directions)
    place = (step.layer - 1) * ways + step.is_reverse
    return say(_SAID[step.kind].template, place=place, readout=network.trained.get("readout", ""))


def _matrix(step: Step, network: Network, labels: Labels, say: Say) -> str:
    """Return which arrays A is made of, and where its blocks of rows stand in them."""
    cell, size = network.architecture.cell, network.architecture.hidden
    end = f"_l{step.layer - 1}{'_reverse' if step.is_reverse else ''}"
    told = say("In torch: A is [weight_hh{end} | weight_ih{end} | bias_ih{end} + bias_hh{end}].", end=end)
    if cell == "simple":
        return told
    blocks = list(BLOCKS[cell])
    blocks += blocks[-1:] * (cell == "gru")  # both parts of the candidate stand in the same rows
    rows = []
    for place, (part, block) in enumerate(zip(step.axis, blocks, strict=True)):
        ours, theirs = (rows_word(first * size + 1, (first + 1) * size, say) for first in (place, block))
        rows.append(
            say("{ours} ({name}) are {theirs} there", ours=ours, name=part_word(part, labels, say), theirs=theirs)
        )
    told = say.together(told, say("Of its rows, {rows}.", rows=say.semicolon.join(rows)))
    if cell == "gru":
        own = "The rows from the state have weight_hh and bias_hh alone, those from the input weight_ih and bias_ih."
        told = say.together(told, say(own))
    return told
