"""How any R script of a figure is written: its head, its data, its comparisons.

A script has its data inside, no patient can be told from it, and it ends in
``stopifnot``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from outcomes.cohorts.analysis import USUAL, Analysis
from outcomes.cohorts.shapes import Number
from outcomes.figures.caption import Provenance

TOLERANCE = "1e-9"


class NoScript(ValueError):
    """The figure cannot be drawn again from counts; the message says why."""


def plain(key: str, number: int) -> str:
    """Return a name that R and its CSV read as it stands."""
    return key if re.fullmatch(r"[A-Za-z]\w*", key, re.ASCII) else f"group{number}"


def frame(
    source: Provenance, package: str, about: Iterable[str], body: Iterable[str]
) -> str:
    """Return a script: what it is about and from which data, the package, its body.

    ``package`` is empty where R alone is enough. The body ends in ``stopifnot``.
    """
    at = source.computed_at.isoformat(timespec="seconds")
    needs = f"R with the package {package}" if package else "R"
    lines = [
        *(f"# {commented(text)}" for text in about),
        f"# Cohort {source.slug}, version {source.cohort_version}.",
        f"# Data as of change {source.data_version}, computed {at},",
        f"# code {source.code_version}.",
        f"# Needs {needs}. It stops where a number differs.",
        *([f"library({package})"] if package else []),
        "",
        *body,
    ]
    return "\n".join(lines) + "\n"


def commented(text: str) -> str:
    """Return a text that stays on one line of comment."""
    return " ".join(text.split())


def limits_as(chosen: Analysis) -> str:
    """Return what tells ``survfit`` the limits: their scale, a level of their own."""
    level = "" if chosen.level == USUAL.level else f", conf.int = {chosen.level!r}"
    return f'conf.type = "{chosen.limits}"{level}'


def data_frame(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[str]:
    """Yield a data frame; None is NA. Texts must be words that need no quotes."""
    yield f'{name} <- read.csv(text = "{",".join(heads)}'
    for row in rows:
        yield ",".join("NA" if cell is None else str(cell) for cell in row)
    yield '")'


def same(theirs: str, ours: str, tolerance: str = TOLERANCE) -> Iterator[str]:
    """Yield the line that stops where the two differ."""
    yield f"stopifnot(all.equal({theirs}, {ours}, tolerance = {tolerance}))"


def known(theirs: str, name: str, ours: Iterable[Number]) -> Iterator[str]:
    """Yield ours under a name, and their comparison where we say a number."""
    yield f"{name} <- as.numeric({vector(ours)})"
    yield from same(f"unname({theirs})[!is.na({name})]", f"{name}[!is.na({name})]")


def vector(numbers: Iterable[Number | int]) -> str:
    """Write numbers as R does, 17 digits, so that nothing is lost on the way."""
    said = [number(one) for one in numbers]
    lines, line = [], ""
    for one in said:
        if len(line) + len(one) > 72:
            lines.append(line)
            line = ""
        line += f"{one}, "
    return "c(" + "\n  ".join([*lines, line]).rstrip(", ") + ")"


def number(found: Number) -> str:
    """Write a number with all its digits; where there is none, NA, a number to R."""
    return "NA_real_" if found is None else repr(found)
