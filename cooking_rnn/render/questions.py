"""A page of questions, each to be answered before what follows it is shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from cooking_rnn.blocks import Block, Question
from cooking_rnn.render import page, scripts

_SCRIPT = "questions.js"


def questions(blocks: Sequence[Block], lang: str, words: Mapping[str, str]) -> str:
    """Return the blocks as a page whose script asks their questions; `words` are what it says."""
    told = [_told(block) for block in blocks if isinstance(block, Question)]
    after = scripts.data({"words": words, "questions": told}, ' id="cook-data"') + "\n" + scripts.element(_SCRIPT)
    return page.page(blocks, lang, style=scripts.source("questions.css"), policy=scripts.policy(_SCRIPT), after=after)


def _told(question: Question) -> dict[str, Any]:
    """Return what the script marks a question by."""
    return {
        "answer": question.answer,
        "tolerance": question.tolerance,
        "right": question.said(question.answer),
        "why": question.why,
        "hint": question.hint,
        "shows": question.shows or [shows for _, shows in question.mistakes],
        "mistakes": [mistake for mistake, _ in question.mistakes],
        "unit": question.unit,
    }
