"""A training shown: what was trained, how often it is right beside what is possible, and its loss."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from cooking_rnn.network.network import Network
from cooking_rnn.show.charts import Curve, line_chart
from cooking_rnn.show.kitchens import table_layouts
from cooking_rnn.show.screen import Layouts
from cooking_rnn.show.vectors import percent
from cooking_rnn.training.loop import CHECKS, Progress
from cooking_rnn.training.report import Row

_POINTS = 100  # of the loss, in chart and JSON


@dataclass(frozen=True)
class Training:
    """A training that has ended."""

    model: Network
    rows: Sequence[Row]
    losses: Sequence[float]  # nats a day, after each step
    last: Progress
    seconds: float
    is_of_diary: bool = False  # whether it learned from a diary instead of a kitchen

    @property
    def has_diverged(self) -> bool:
        """Whether the loss was no number in the end."""
        return not math.isfinite(self.losses[-1])

    @property
    def curve(self) -> list[tuple[int, float]]:
        """Some steps from the first to the last, and their losses."""
        last = len(self.losses) - 1
        places = sorted({round(last * point / (_POINTS - 1)) for point in range(_POINTS)})
        return [(place + 1, self.losses[place]) for place in places]


def record(training: Training) -> dict[str, Any]:
    """Return what `train --json` prints."""
    model, architecture = training.model, training.model.architecture
    return {
        "kitchen": model.name,
        "task": model.task,
        "cell": architecture.cell,
        "hidden": architecture.hidden,
        "layers": architecture.layers,
        "bidirectional": architecture.bidirectional,
        "parameters": architecture.size,
        "dishes": list(model.dishes.ids),
        "weathers": list(model.weathers.ids),
        **model.trained,
        "converged": training.last.is_converged,
        "restarts": training.last.restarts,
        "diverged": training.has_diverged,
        "steps_taken": len(training.losses),
        "seconds": round(training.seconds, 3),
        "accuracy": [_row_record(row) for row in training.rows],
        "loss": [{"step": step, "loss": loss} for step, loss in training.curve],
    }


def _row_record(row: Row) -> dict[str, Any]:
    record: dict[str, Any] = {"days": row.score.days, "sequences": row.sequences}
    if row.what == "next":
        record |= {"by_day": row.score.by_day, "by_sequence": row.score.by_sequence}
    else:
        record = {"blank": row.what, **record, "right": row.score.by_day}
    return record | {"ceiling": row.ceiling}


def layouts(training: Training, lang: str) -> list[Layouts]:
    """Return the report: a title, the table, the loss as a chart, and what it comes to."""
    zh = lang == "zh"
    curve = [(step, loss) for step, loss in training.curve if math.isfinite(loss)]
    parts: list[Layouts] = [(Text(_title(training, lang), "bold", overflow="fold"),), _table(training, lang)]
    if len(curve) > 1:
        parts.append(
            line_chart(
                [Curve("损失" if zh else "loss", *map(list, zip(*curve, strict=True)))],
                title="损失" if zh else "Loss",
                x_label="步" if zh else "step",
                y_label="nat/天" if zh else "nats a day",
                y_includes=(0,),
            )
        )
    parts.append((Text("\n" + _sentence(training, lang), overflow="fold"),))
    return parts


def _title(training: Training, lang: str) -> str:
    model, architecture = training.model, training.model.architecture
    size = architecture.size
    cell = {"simple": "简单 RNN" if lang == "zh" else "simple RNN", "lstm": "LSTM"}[architecture.cell]
    if lang == "zh":
        ways = "双向 " if architecture.bidirectional else ""
        made = f"{ways}{cell}，{architecture.layers} 层，每层 {architecture.hidden} 个隐藏单元，{size} 个参数"
        return f"{model.name}（任务 {model.task}）：{made}"
    ways = "bidirectional " if architecture.bidirectional else ""
    layers = f"{architecture.layers} layer{'s' * (architecture.layers > 1)} of {architecture.hidden} hidden units"
    return f"{model.name}, task {model.task}: {ways}{cell}, {layers}, {size} parameters"


_BLANKS = {
    "inside": ("one day inside", "中间一天"),
    "last": ("the last day", "最后一天"),
    "first of two": ("two side by side: the first", "相邻两天：第一天"),
    "second of two": ("two side by side: the second", "相邻两天：第二天"),
}


def _table(training: Training, lang: str) -> Layouts:
    zh = lang == "zh"
    ceiling = "可能的上限" if zh else "ceiling"
    if training.model.task == "next":
        names = ("天数", "段数", "逐天正确", "整段全对") if zh else ("days", "seasons", "days right", "all days right")
        rows = [
            [
                f"{row.score.days:,}",
                str(row.sequences),
                percent(row.score.by_day),
                percent(row.score.by_sequence),
                "—" if row.ceiling is None else percent(row.ceiling),
            ]
            for row in training.rows
        ]
        return table_layouts([*names, ceiling], rows)
    headings = ("空白", "天数", "正确") if zh else ("blank", "days", "right")
    rows = [
        [
            _BLANKS[row.what][zh],
            str(row.score.days),
            percent(row.score.by_day),
            "—" if row.ceiling is None else percent(row.ceiling),
        ]
        for row in training.rows
    ]
    return table_layouts([*headings, ceiling], rows)


def _sentence(training: Training, lang: str) -> str:
    return _outcome(training, lang) + _restarts(training.last.restarts, lang)


def _restarts(count: int, lang: str) -> str:
    if not count:
        return ""
    if lang == "zh":
        return f"其间换新的网络重新开始了 {count} 次：原来的一再通不过检验。"
    if count == 1:
        return " It started anew once: the network before kept failing its check."
    return f" It started anew {count} times: the networks before kept failing their check."


def _outcome(training: Training, lang: str) -> str:
    zh, steps, seconds = lang == "zh", len(training.losses), f"{training.seconds:.1f}"
    longest, length = training.last.mastered, training.model.trained["length"]
    if training.has_diverged:
        if zh:
            return f"第 {steps} 步之后损失不再是数：训练发散了。--rate 小一些再试；这里报告的是此前最好的参数。"
        return (
            f"After step {steps} the loss was no number any more: the training diverged. Try a smaller --rate; "
            "what is reported is the best before."
        )
    if training.model.task == "fill":
        if zh:
            if training.is_of_diary:
                return f"训练了 {steps} 步，{seconds} 秒。"
            return f"训练了 {steps} 步，{seconds} 秒。上限是知道规则的人最多能猜对的比例，除了运气，没有网络能超过它。"
        if training.is_of_diary:
            return f"Trained for {steps} steps in {seconds} s."
        return (
            f"Trained for {steps} steps in {seconds} s. The ceiling is how often whoever knows the rules can be "
            "right at most: no network does better but by luck."
        )
    if training.last.is_converged and training.is_of_diary:
        if zh:
            return f"训练了 {steps} 步，{seconds} 秒，学过的日记里每一天都对；上面是没有学过的最后五分之一。"
        return (
            f"Learned in {steps} steps and {seconds} s: right on every day of the diary it learned from. The table "
            "is of its last fifth, which was held out."
        )
    if training.last.is_converged:
        most = f"{max(times for times, _ in CHECKS) * length:,}"
        if zh:
            return f"训练了 {steps} 步，{seconds} 秒，在长达 {most} 天的新天气上每一天都对。"
        return f"Learned in {steps} steps and {seconds} s: right on every day of fresh seasons of up to {most} days."
    is_worse = training.losses[-1] > math.log(training.model.architecture.outputs) + 0.1
    if zh:
        short = f"，学到了 {longest} 天的季节（共 {length} 天）" if longest < length else ""
        remedy = (
            "损失比瞎猜还大：--rate 小一些再试。"
            if is_worse
            else "可以增加 --steps 或 --hidden，或者换一个 --seed 再试。"
        )
        return f"{steps} 步（{seconds} 秒）之内没有收敛{short}：报告的是此前最好的参数。{remedy}"
    short = f"; its seasons had grown to {longest} of {length} days" if longest < length else ""
    remedy = (
        "The loss is above that of guessing: a smaller --rate may help."
        if is_worse
        else "More --steps, more --hidden units or another --seed may help."
    )
    return (
        f"It did not converge in {steps} steps ({seconds} s){short}. What is reported is the best it came to. {remedy}"
    )
