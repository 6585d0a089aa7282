"""What is said of gradients through the days: a row for each network, a curve for each, and what the figures mean."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import compress, pairwise
from typing import Any

import numpy as np

from cooking_rnn.blocks import Block, Cell, Column, Curve, Heading, Lines, Paragraph, table
from cooking_rnn.insight.gradient import GradientNorms, Gradients
from cooking_rnn.phrases import Phrase, percent
from cooking_rnn.report.say import Say
from cooking_rnn.report.words import cell_word
from cooking_rnn.steps import Array

STARTS = {"orthogonal": Phrase("orthogonal"), "gaussian": Phrase("Gaussian")}

_ENTRIES = 6  # of a state that are shown


def lags_shown(days: int) -> list[int]:
    """Return 1, 2, 5, 10, 20, 50, … and the last."""
    return sorted({first * 10**power for power in range(7) for first in (1, 2, 5) if first * 10**power < days} | {days})


def report(result: Gradients, say: Say) -> list[Block]:
    """Return what the figures are, the table, the chart and the sentences, and the shares where they were measured.

    Where nothing was asked, a single number comes first, and linear networks, which vanish or explode as it does.
    """
    linear = [each for each in result.networks if each.activation]
    networks = [each for each in result.networks if not each.activation]
    terms = [*map(Paragraph, _terms(networks[0], say))]
    shown: list[Block] = _overture(result, networks, linear, terms, say) if linear else []
    shown += [Heading(_title(result, say), 2 if linear else 1), *([] if linear else terms), _table(networks, say)]
    if any(np.isfinite(each.log10_norm).any() for each in networks):
        shown.append(_chart(networks, say))
    shown += [Paragraph(sentence) for sentence in _sentences(networks, say)]
    return shown + (_shares(networks, say) if any(each.shares for each in networks) else [])


def _overture(
    result: Gradients,
    networks: Sequence[GradientNorms],
    linear: Sequence[GradientNorms],
    terms: list[Paragraph],
    say: Say,
) -> list[Block]:
    """Return one number's recurrence, and what it means of matrices: vanishing, exploding, and the tanh that saves."""
    days, last = result.days, linear[-1]
    tanh = next(each for each in networks if each.asked == last.asked)
    one = say(
        "0.9^{days} is {small:.1g}, and 1.1^{days} is {large:,.0f}. Let the state be one number, and h_t = w·h_{{t-1}}"
        ": what day {days} owes day 0 is w^{days}. It vanishes where w is below 1, and explodes above. A network's "
        "days multiply by the same weights, too.",
        days=days,
        small=0.9**days,
        large=1.1**days,
    )
    saved = say(
        "A linear network does what one number does: with ρ = {low:g} its gradient vanishes, with ρ = {high:g} it "
        "explodes, and is {linear:power} at lag {days}. With tanh and the same matrix it is {tanh:power}: the slope of "
        "tanh is 1 at 0 and less everywhere else, which saves it from exploding, and lets it vanish.",
        low=linear[0].asked,
        high=last.asked,
        linear=last.log10_norm[-1].item(),
        tanh=tanh.log10_norm[-1].item(),
        days=days,
    )
    beside = [*linear, replace(tanh, activation="tanh")]
    return [
        Heading(say("Why gradients vanish and explode")),
        Paragraph(one),
        *terms,
        _table(beside, say),
        _chart(beside, say),
        Paragraph(saved),
    ]


def _title(result: Gradients, say: Say) -> str:
    days = result.days
    if result.model is not None:
        return say("{model}, over {days:,} {days:day|days} of weather", model=result.model, days=days)
    if result.matrix is not None:
        return say(
            "h <- {f}(W·h), W {n}x{n}, over {days:,} {days:day|days} from a state of ones",
            f=result.activation,
            n=len(result.matrix),
            days=days,
        )
    return say(
        "{cell}, {hidden:,} units, {start} initialisation, over {days:,} {days:day|days} of weather",
        cell=f"{result.activation}(A·[h; x])" if result.activation else cell_word(result.cell),
        hidden=result.hidden,
        start=STARTS[result.start or "orthogonal"],
        days=days,
    )


def _name(each: GradientNorms, say: Say) -> str:
    if each.layer:
        return say("layer {layer}", layer=each.layer)
    return f"{each.activation} ρ = {_size(_radius(each))}".strip()


def _radius(each: GradientNorms) -> float | None:
    return each.radius if each.asked is None else each.asked


def _size(number: float | None) -> str:
    return "—" if number is None else f"{number:.3g}"


def _table(networks: Sequence[GradientNorms], say: Say) -> Block:
    lags = lags_shown(len(networks[0].log10_norm))
    right = [Column(say("lag {lag:,}", lag=lag), "right") for lag in lags]
    what = "f" if networks[0].activation else say("layer")
    headings: list[str | Column] = [what, "ρ", "σ", "log₁₀", *right]
    rows: list[list[Cell]] = []
    for each in networks:
        measured = say({"f": "state (h, c)", "u": "state h"}.get(each.gate, "measured"))
        sizes = [each.layer or each.activation, _size(_radius(each)), _size(each.sigma)]
        for what, values in [(measured, each.log10_norm), *_beside(each, say)]:
            rows.append([*sizes, what, *(log_text(values[lag - 1]) for lag in lags)])
            sizes = ["", "", ""]
    used = [place > 2 or any(row[place] not in ("", "—") for row in rows) for place in range(len(headings))]
    return table([*compress(headings, used)], [[*compress(row, used)] for row in rows], say.colon)


def _beside(each: GradientNorms, say: Say) -> list[tuple[str, Array]]:
    """Return what stands beside what was measured: a bound, or an LSTM's cell path."""
    pairs = (
        (say("at most"), each.log10_bound),
        (say("path ∏u" if each.gate == "u" else "cell path ∏f"), each.log10_cell_path),
    )
    return [(what, values) for what, values in pairs if values is not None]


def log_text(value: float) -> str:
    """Return a logarithm, three digits of it; "-inf" for the logarithm of an exact zero."""
    if math.isnan(value):
        return "—"
    if value == -math.inf:
        return "-inf"
    text = f"{value:.{1 if abs(value) >= 9.995 else 2}f}"
    return "0.00" if text == "-0.00" else text


def _chart(networks: Sequence[GradientNorms], say: Say) -> Block:
    days = np.arange(1, len(networks[0].log10_norm) + 1).tolist()
    curves = [Curve(_name(each, say), days, each.log10_norm.tolist()) for each in networks]
    if len(networks) == 1:  # there is room for what it stands beside
        curves += [Curve(what, days, values.tolist()) for what, values in _beside(networks[0], say)]
    state = "(h, c)" if networks[0].gate == "f" else "h"
    y_label, title = f"log₁₀ ‖∂{state}_T/∂{state}_{{T-lag}}‖₂", say("The gradient that reaches so many days back")
    return Lines(tuple(curves), say("lag"), y_label, title, (0,))


def _sentences(networks: Sequence[GradientNorms], say: Say) -> list[str]:
    """Return what was measured of each."""
    first = networks[0]
    told = [_one(each, say) for each in networks]
    if odd := [each for each in networks if _disagrees(each)]:
        told.append(
            say(
                "The eigenvalues alone do not say so: with ρ = {radius} the powers of the matrix vanish in the long "
                "run, and yet σ = {sigma}, and after one day the gradient is {first:.3g}.",
                radius=_size(odd[0].radius),
                sigma=_size(odd[0].sigma),
                first=10 ** odd[0].log10_norm[0],
            )
        )
    if first.last_state is not None and np.isfinite(first.last_state).all():
        told.append(
            say(
                "After {days:,} {days:day|days} the state is {state}. What is remembered is one thing, the gradient "
                "of it another.",
                days=len(first.log10_norm),
                state=_state(first.last_state),
            )
        )
    return told


def _terms(of: GradientNorms, say: Say) -> list[str]:
    """Return what the figures are, before they are used."""
    norm = say("The norm ‖M‖₂ of a matrix says how much longer it makes a vector, at most.")
    radius = say(
        "The spectral radius ρ of the recurrent matrix, the largest size of an eigenvalue, says how much longer its "
        "powers make a vector a day, in the long run."
    )
    return [norm, *([] if _radius(of) is None else [radius]), _law(of, say)]


def _law(of: GradientNorms, say: Say) -> str:
    if of.gate == "u":
        return say(
            "The path is what reaches back through the state alone: the product of the update gates. The whole can be "
            "larger or smaller, because there are ways through the matrices too."
        )
    if of.sigma is None:
        return say(
            "The state of an LSTM is h and c together. The cell path is what reaches back through c alone: the "
            "product of the forget gates. The whole can be larger or smaller, because there are ways through the "
            "other gates too."
        )
    if not of.steepest:
        return say("A hard-max has no slope anywhere, so the gradient is exactly zero, though nothing is forgotten.")
    return say(
        "A day multiplies the gradient by at most γσ, where γ = {gamma:g} is the steepest slope of the activation and "
        "σ the largest singular value of the recurrent matrix. σ < 1/γ = {limit:g} is sufficient for vanishing; "
        "σ > {limit:g} is necessary, but not sufficient, for exploding (Pascanu, Mikolov, Bengio 2013).",
        gamma=of.steepest,
        limit=1 / (of.steepest or 1),
    )


def _one(of: GradientNorms, say: Say) -> str:
    name, lag, end = _name(of, say), len(of.log10_norm), of.log10_norm[-1].item()
    if of.sigma is None or of.steepest is None:
        path = math.nan if of.log10_cell_path is None else of.log10_cell_path[-1].item()
        told = "{name}: at lag {lag:,} it is {end:power}, the cell path {path:power}."
        if of.gate == "u":
            told = "{name}: at lag {lag:,} it is {end:power}, the path of the gates {path:power}."
        return say(told, name=name, lag=lag, end=end, path=path)
    if not of.steepest:
        return say("{name}: at lag {lag:,} it is {end:power}.", name=name, lag=lag, end=end)
    factor, limit = of.sigma * of.steepest, 1 / of.steepest
    if math.isclose(factor, 1, rel_tol=1e-6):
        told = "{name}: because σ = {sigma}, it cannot explode, but it can vanish; at lag {lag:,} it is {end:power}."
    elif factor < 1:
        told = "{name}: because σ = {sigma} < {limit:g}, it has to vanish; at lag {lag:,} it is {end:power}."
    else:
        told = (
            "{name}: because σ = {sigma} > {limit:g}, it can explode, but does not have to; at lag {lag:,} it is "
            "{end:power}."
        )
    return say(told, name=name, sigma=_size(of.sigma), limit=limit, lag=lag, end=end)


def _disagrees(each: GradientNorms) -> bool:
    """Whether the eigenvalues are small and yet the gradient grew at first."""
    return each.radius is not None and each.radius < 1 < (each.sigma or 0) and each.log10_norm[0] > 0


def _state(state: Array) -> str:
    entries = ", ".join(f"{entry:.3g}" for entry in state[:_ENTRIES].tolist())
    return entries + (f", … ({len(state)})" if len(state) > _ENTRIES else "")


def _shares(networks: Sequence[GradientNorms], say: Say) -> list[Block]:
    """Return how much of dL/dA each day brings, by how long ago it was."""
    known = [(each, each.shares) for each in networks if each.shares is not None]
    days = len(known[0][1].share)
    back = [0, *lags_shown(days - 1)]
    groups = [range(1), *(range(low + 1, high + 1) for low, high in pairwise(back))]
    spans = [f"{group[0]:,}" if len(group) == 1 else f"{group[0]:,}-{group[-1]:,}" for group in groups]
    rows = []
    for each, shares in known:
        sums = [sum(shares.share[days - 1 - lag] for lag in group) for group in groups]
        rows.append([_name(each, say), *map(_share, sums)])
    curves = [Curve(_name(each, say), range(days), shares.log10_norm[::-1].tolist()) for each, shares in known]
    return [
        Heading(say("What each day adds to dL/dA, L the last day's loss"), 2),
        table(["", *(Column(say("{span} days back", span=span), "right") for span in spans)], rows, say.colon),
        Lines(tuple(curves), say("lag"), "log₁₀ ‖·‖"),
        Paragraph(
            say(
                "dh_t/dA = (∂h_t/∂h_{{t-1}}) · dh_{{t-1}}/dA + ∂h_t/∂A: the direct term of a day, ∂h_t/∂A, reaches L "
                "through the Jacobians of all later days. Shown is its share along the whole gradient; the shares add "
                "up to 100 %, and a negative one points against the whole."
            )
        ),
    ]


def _share(share: float) -> str:
    """Return a sum of shares in per cent; a sum that misses 1 by rounding only is 100 %."""
    return percent(1.0 if math.isclose(share, 1, rel_tol=1e-9) else float(share))


def record(result: Gradients) -> dict[str, Any]:
    """Return what `gradient --json` prints; shares that were asked for and not found are null."""
    networks = [_network(each) | (_days(each) if result.has_shares else {}) for each in result.networks]
    return {**_about(result), "seed": result.seed, "networks": networks}


def _about(result: Gradients) -> dict[str, Any]:
    if result.matrix is not None:
        about = {"cell": result.cell, "activation": result.activation, "matrix": result.matrix}
        return {**about, "days": result.days}
    cell = {"cell": result.cell, "hidden": result.hidden}
    if result.model is not None:
        return {"model": result.model, **cell, "days": result.days}
    drawn = {"start": result.start, "kitchen": result.kitchen, "days": result.days}
    return {**cell, **drawn, **({} if result.activation is None else {"activation": result.activation})}


def _days(each: GradientNorms) -> dict[str, Any]:
    if each.shares is None:
        return {"shares": None}
    figures = zip(each.shares.share.tolist(), each.shares.log10_norm.tolist(), strict=True)
    return {"shares": [{"day": day, "share": share, "log10_norm": norm} for day, (share, norm) in enumerate(figures)]}


def _network(each: GradientNorms) -> dict[str, Any]:
    record: dict[str, Any] = {"layer": each.layer} if each.layer else {}
    record |= {"activation": each.activation} if each.activation else {}
    record |= {} if each.asked is None else {"asked_radius": each.asked}
    if each.sigma is not None:
        record |= {"spectral_radius": each.radius, "sigma": each.sigma, "steepest_slope": each.steepest}
    columns = {"log10_norm": each.log10_norm, "log10_bound": each.log10_bound, "log10_cell_path": each.log10_cell_path}
    known = {name: values.tolist() for name, values in columns.items() if values is not None}
    zero = (each.log10_norm == -math.inf).tolist()
    record["lags"] = [
        {"lag": place + 1, **{name: values[place] for name, values in known.items()}, "exactly_zero": zero[place]}
        for place in range(len(zero))
    ]
    return record
