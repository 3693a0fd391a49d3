"""The founding study's table as plain text: published and reproduced, side by side."""

from collections.abc import Iterator
from textwrap import wrap

from outcomes.models import Snapshot
from outcomes.study.counts import Count, counts
from outcomes.study.published import ArmFigures, Comparison, comparisons, targets

WIDTH = 88
ROW = "{:<24}{:<13}{:>9} {:>13}{:>10} {:>13}  {}"
VERDICTS = {
    "agrees": "agrees",
    "p_differs": "P differs",
    "estimate_differs": "estimate differs",
}


def table(snapshot: Snapshot) -> str:
    """Return the table from a snapshot's results; percentages with one decimal."""
    return "\n".join(_lines(snapshot))


def _lines(snapshot: Snapshot) -> Iterator[str]:
    rows = comparisons(snapshot.results)
    yield "The founding study at 2 years, % (95 % limits): published and reproduced"
    yield ""
    yield ROW.format("", "", "published", "", "here", "", "").rstrip()
    for row in rows:
        yield from _comparison(row)
    yield ""
    for count in counts(snapshot.results):
        yield _count(count)
    yield ""
    for row in rows:
        if row["explanation"]:
            text = f"{row['label']['en']}: {row['explanation']['en']}"
            yield from wrap(text, WIDTH)
    yield ""
    yield from wrap(f"Published: {targets()['source']}", WIDTH)
    yield "Limits here: arcsine for OS and LFS; log-log, Greenwood's variance, for"
    yield "relapse and NRM (Aalen-Johansen). P: log-rank; Gray."
    yield f"Data as of change {snapshot.data_version}, code {snapshot.code_version}."


def _comparison(row: Comparison) -> Iterator[str]:
    for number, arm in enumerate(row["arms"]):
        yield ROW.format(
            "" if number else row["label"]["en"],
            arm["label"]["en"],
            f"{arm['published']:.1f}",
            _limits(arm["published_limits"]),
            _number(arm),
            _limits(arm["limits"]),
            "" if number else VERDICTS[row["verdict"]],
        ).rstrip()
    ours = "not estimable" if row["p"] is None else f"{row['p']:.3f}"
    p = ROW.format("", "P", f"{row['p_published']:.3f}", "", ours, "", "")
    yield p.rstrip()


def _count(count: Count) -> str:
    places = count["decimals"]
    ours = count["reproduced"]
    return ROW.format(
        "",
        "",
        f"{count['published']:.{places}f}",
        "",
        "-" if ours is None else f"{ours:.{places}f}",
        "",
        "agrees" if count["agrees"] else "differs",
    ).replace(" " * 37, f"{count['label']['en']:<37}", 1)


def _number(arm: ArmFigures) -> str:
    return "-" if arm["reproduced"] is None else f"{arm['reproduced']:.1f}"


def _limits(limits: list[float] | list[float | None]) -> str:
    low, high = limits
    return "" if low is None or high is None else f"({low:.1f}-{high:.1f})"
