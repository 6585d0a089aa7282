"""What the page that can be played with knows: the steps of a day, the matrices, and every sentence in both languages.

The page works the days out by itself (`render/explorer.js`), so it is given what leads from step to step, and
templates instead of sentences.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cooking_rnn.cook import Cook, Explanation
from cooking_rnn.names import LANGUAGES
from cooking_rnn.network.translate import Translator
from cooking_rnn.phrases import Phrase
from cooking_rnn.report.say import Say
from cooking_rnn.report.sentences import templates
from cooking_rnn.report.words import WEEKDAYS, day_word, part_word, rule_word, step_word, symbol
from cooking_rnn.steps import Array, Day, Part, Step

MOST_DAYS = 60
MOST_ENTRIES = 16_000  # of all matrices together
_MOST_NUMBERS = 5_500  # that are shown without a script, some 160 bytes each

#: what is said on the page and nowhere else, and what other reports say too
_PAGE = {
    "title": Phrase("{cook}: day by day"),
    "hint": Phrase("Point at a number to see where it comes from; click it to keep that in sight."),
    "hint_edit": Phrase("Click an entry of a matrix to change it, or choose another weather: all days follow."),
    "days": Phrase("Days"),
    "steps": Phrase("Steps of {day}"),
    "back": Phrase("Back"),
    "forward": Phrase("Next"),
    "play": Phrase("Play"),
    "pause": Phrase("Pause"),
    "training": Phrase("How it was trained"),
    "trained": Phrase("after {steps:,} {steps:step|steps} of training"),
    "guess": Phrase("Guess first"),
    "language": Phrase("Language"),
    "start_of": Phrase("Dish of day {number}"),
    "weather_of": Phrase("Weather of {day}"),
    "where_from": Phrase("Where it comes from"),
    "entry": Phrase("{step}, {name}"),
    "entry_named": Phrase("{step}, row {row} ({name})"),
    "of_day": Phrase("{day}: {entry}"),
    "given": Phrase("given"),
    "largest": Phrase("the largest of {numbers}"),
    "not_largest": Phrase("{number} is larger"),
    "more_zeros": Phrase("{n} more that are 0"),
    "changed": Phrase("Changed:"),
    "undo": Phrase("Take it back: {change}"),
    "undo_all": Phrase("Take all back"),
    "change": Phrase("{name}: {value} instead of {was}"),
    "change_entry": Phrase("{matrix} row {row}, column {column}: {value:g} instead of {was:g}"),
    "matrix_entry": Phrase("{matrix} row {row}, column {column}: {value}"),
    "type_number": Phrase("{matrix} row {row}, column {column}: type a number"),
    "not_a_number": Phrase("not a number"),
    "no_number": Phrase("empty: type a number"),
    "too_large": Phrase("too large for a number"),
    "case": Phrase("{day} makes {made}, the rule says {expected}"),
    "case_day": Phrase("{dish}, {weather}"),
    "a_tie": Phrase("a tie"),
    "all_right": Phrase("all {of} {of:case|cases} right"),
    "some_right": Phrase("{right} of {of} {of:case|cases} right"),
    "open": Phrase("A tie leaves the day open, and the days after it."),
    "opening": Phrase("yesterday {dish}, today {weather}"),
    "opening_alone": Phrase("yesterday {dish}"),
    "day_opening": Phrase("{day}: {opening}"),
    "question": Phrase("{day}: {opening}. What is eaten?"),
    "question_vector": Phrase("{step}: which numbers are they?"),
    "yes": Phrase("✓ Yes, {dish}."),
    "no": Phrase("✗ No, {dish}."),
    "yes_vector": Phrase("✓ Yes."),
    "no_vector": Phrase("✗ No: what is marked is another number."),
    "check": Phrase("Check"),
    "show": Phrase("Show it"),
    "score": Phrase("{right} of {asked} right."),
    "rule_dish": Phrase("{rule}: {dish}"),
    "row": Phrase("row {row}"),
    "rows": Phrase("rows {first}-{last}"),
    "left_out": Phrase("Here are days {first} to {last}; {more:,} {more:day|days} more are left out."),
}


def playable(told: Explanation, lang: str) -> tuple[Explanation, dict[str, Any]] | None:
    """Return the days that are shown without a script, and what the script needs.

    None where there is no day, where one step alone is shown, or where the matrices of a network are too large for a
    page that draws them at every step.
    """
    cook = told.cook
    if cook.start is None or isinstance(cook, Translator):  # no day 0, or days that are not worked out one by one
        return None
    steps = cook.outline()
    entries = sum(step.matrix.size for step in steps if step.matrix is not None)
    if entries > MOST_ENTRIES or not told.days or told.only_step is not None:
        return None
    shown = told.days[:MOST_DAYS]
    is_learned = shown[0].probability is not None
    rules = None if is_learned else getattr(cook, "rules", ())
    follows = getattr(cook, "trained", {}).get("rules") if is_learned else [list(rule.follows) for rule in rules or ()]
    data = {
        "lang": lang,
        "name": cook.name,
        "first": shown[0].number,
        "left": len(told.days) - len(shown),
        "weathers": [0 if day.weather is None else cook.weathers.ids.index(day.weather) for day in shown],
        "start": cook.dishes.ids.index(shown[0].previous or ""),
        "before": _before(shown[0], steps) if is_learned and shown[0].number > 1 else None,
        "isLearned": is_learned,
        "dishes": list(cook.dishes.ids),
        "weatherNames": list(cook.weathers.ids),
        "rules": None if rules is None else [rule.wording for rule in rules],
        "follows": follows,
        "steps": [_step(step) for step in steps],
        "stages": None,
        "words": {each: _words(told, shown, steps, Say(each)) for each in LANGUAGES},
    }
    plain = shown[: max(1, _MOST_NUMBERS // _numbers(steps))]
    return replace(told, days=plain, left=len(told.days) - len(plain)), data


def _numbers(steps: Sequence[Step]) -> int:
    """Return how many numbers stand in the equations of a day."""
    sizes = {step.name: step.value.size for step in steps}
    matrices = sum(step.matrix.size for step in steps if step.matrix is not None)
    return sum(sizes.values()) + sum(sizes[name] for step in steps for name in step.inputs) + min(matrices, 100)


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "formula": step.formula,
        "operation": step.operation,
        "takes": [{"step": take.step, "part": take.part, "isYesterday": take.is_yesterday} for take in step.takes],
        "matrix": None if step.matrix is None else _exact(step.matrix),
        "matrixName": step.matrix_name,
        "parts": [len(part.entries) for part in step.axis],
        "hasWinners": bool(step.winners),
        "isNamed": step.is_named,
    }


def _exact(matrix: Array) -> list[list[float]]:
    """Return a matrix in as few digits as say what it is; a float32 needs half of them."""
    if matrix.dtype.kind == "f" and matrix.dtype.itemsize < 8:
        return [[float(str(value)) for value in row] for row in matrix]
    return [[int(value) if value == round(value) else value for value in row] for row in matrix.tolist()]


def _before(day: Day, steps: Sequence[Step]) -> dict[str, list[float]]:
    """Return what yesterday left to the first day that is shown, by the names of its steps."""
    values = {step.name: step.value for step in day.steps}
    left = {}
    for step in steps:
        if step.takes and step.takes[0].is_yesterday:
            left[step.takes[0].step] = values[step.name][: len(step.axis[0].entries)].tolist()
    return left


def _words(told: Explanation, shown: Sequence[Day], steps: Sequence[Step], say: Say) -> dict[str, Any]:
    cook: Cook = told.cook
    labels = say.labels(cook.dishes, cook.weathers)
    is_story = told.is_story

    def short(number: int, date: str | None) -> str:
        return date or (say.say(WEEKDAYS[number % 7]) if is_story else say("Day {number}", number=number))

    def entries(part: Part) -> list[str]:
        return [labels.get(entry, entry) for entry in part.entries]

    first = shown[0].number - 1
    return {
        "said": {key: say.template(phrase.template) for key, phrase in {**templates(cook), **_PAGE}.items()},
        "comma": say.comma,
        "and": say.last_comma,
        "blank": say.together("a", "b")[1:-1],
        "dishes": [labels[name] for name in cook.dishes.ids],
        "weathers": [labels[name] for name in cook.weathers.ids],
        "rules": [rule_word(rule.wording, labels, say) for rule in getattr(cook, "rules", ())],
        "days": [day_word(day, say, is_story=is_story) for day in shown],
        "short": [short(first, None), *(short(day.number, day.date) for day in shown)],
        "steps": [
            {
                "word": step_word(step, say),
                "symbol": symbol(step, say),
                "parts": [part_word(part, labels, say) for part in step.axis],
                "entries": [name for part in step.axis for name in entries(part)],
            }
            for step in steps
        ],
    }
