"""The table of a scale, read off its functions: which answers count what.

A column of a scale (a domain) is a function. Its table is found by trying the bands of
its findings and closing in on the number at which the score turns, so that what people
read cannot differ from what is computed.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, TypeAlias

from registry.codelists.base import Label
from registry.grading.engine import WORST, YES_NO, Domain, Engine
from registry.grading.findings import Finding, Kind

# A table with more lines than a card says less than the rule in words.
MOST_LINES = 16
MOST_CASES = 1024
PRECISION = 1e-9
NEAR = {"rel_tol": 1e-4}
ANY = Label("any", "任意")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what is answered to each finding of the table, and what it counts."""

    answers: tuple[Label, ...]
    counts: Label


@dataclass(frozen=True, slots=True)
class Table:
    """What one domain of the scale counts; ``names`` are those of its findings."""

    domain: str
    label: Label
    names: tuple[str, ...]
    findings: tuple[Label, ...]
    lines: tuple[Line, ...]


Counts: TypeAlias = Callable[[Mapping[str, Any]], Label | None]
Below: TypeAlias = Callable[[Any], tuple[Line, ...]]


def tables_of(engine: Engine) -> tuple[Table, ...]:
    """Return the tables of ``engine``: of each domain that fits on a card.

    A domain whose every answer counts as itself needs none.
    """
    found = (_table(engine, domain) for domain in engine.domains)
    return tuple(table for table in found if table is not None)


def _table(engine: Engine, domain: Domain) -> Table | None:
    asked = tuple(finding for finding in domain.findings if finding.default is None)
    cases = math.prod(len(finding.bands) for finding in asked)
    if not 0 < cases <= MOST_CASES:
        return None
    settings = {f.name: f.default for f in domain.findings if f.default is not None}
    lines = tuple(_lines(_counting(engine, domain), asked, settings))
    as_itself = all(line.answers == (line.counts,) for line in lines)
    # A stretch of one measured number is where two findings are compared.
    compared = any(None in line.answers for line in lines)
    if as_itself or compared or len(lines) > MOST_LINES:
        return None
    names, labels = [f.name for f in asked], [f.label for f in asked]
    return Table(domain.name, domain.label, tuple(names), tuple(labels), lines)


def _counting(engine: Engine, domain: Domain) -> Counts:
    """Return what complete findings count, in words; None where they contradict."""

    def counts(findings: Mapping[str, Any]) -> Label | None:
        if domain.contradictions(findings):
            return None
        score = domain.score(findings)
        if engine.pool is WORST or len(engine.domains) == 1:
            pooled = engine.pool.join(
                engine.pool.start, engine.pool.lift(domain.name, score)
            )
            return engine.grade_label(engine.conclude(pooled))
        return {**YES_NO, **domain.words}.get(str(score), Label(str(score), str(score)))

    return counts


def _lines(
    counts: Counts, asked: tuple[Finding, ...], known: Mapping[str, Any]
) -> Iterator[Line]:
    """Yield the lines under what is known; answers that count alike share a line."""
    if not asked:
        counted = counts(known)
        if counted is not None:
            yield Line((), counted)
        return
    finding = asked[0]

    def below(value: Any) -> tuple[Line, ...]:
        return tuple(_lines(counts, asked[1:], {**known, finding.name: value}))

    for answer, lines in _stretches(finding, below):
        for line in lines:
            yield Line((answer, *line.answers), line.counts)


def _stretches(
    finding: Finding, below: Below
) -> Iterator[tuple[Any, tuple[Line, ...]]]:
    """Yield the answers to ``finding`` that count alike, with the lines below them."""
    measured = finding.kind in (Kind.WHOLE, Kind.NUMBER) and finding.codes is None
    bands = sorted(finding.bands) if measured else finding.bands
    runs = [(lines, tuple(some)) for lines, some in groupby(bands, below) if lines]
    if len(runs) == 1:
        yield ANY, runs[0][0]
    elif measured:
        yield from zip(_spans(finding, below, runs), (r[0] for r in runs), strict=True)
    else:
        for lines, values in runs:
            yield _listed(finding, values), lines


def _listed(finding: Finding, values: tuple[Any, ...]) -> Label:
    labels = [_answer(finding, value) for value in values]
    return Label(" / ".join(x.en for x in labels), " / ".join(x.zh for x in labels))


def _answer(finding: Finding, value: Any) -> Label:
    if finding.kind is Kind.YES_NO:
        return YES_NO[str(value)]
    for code in finding.codes or ():
        if code.value == str(value) or _is_numeral(code.value, value):
            return code.label
    return Label(str(value), str(value))


def _is_numeral(code: str, value: Any) -> bool:
    """Tell whether ``code`` writes the number ``value``: 1e-4 is 0.0001."""
    return isinstance(value, float) and float(code) == value


def _spans(
    finding: Finding, below: Below, runs: list[tuple[Any, tuple[Any, ...]]]
) -> Iterator[Label | None]:
    """Yield each run of bands as limits; None where it is a single measured number."""
    whole = finding.kind is Kind.WHOLE
    turns = [
        _turn(below, one[-1], other[0], 1 if whole else PRECISION)
        for (_, one), (_, other) in pairwise(runs)
    ]
    around = [None, *turns, None]
    for before, after in pairwise(around):
        if whole:
            text: str | None = _whole(finding, before, after)
        else:
            text = _measured(below, before, after)
        yield None if text is None else Label(text, text)


def _turn(below: Below, under: Any, over: Any, step: float) -> tuple[Any, Any]:
    """Return the last value that counts as ``under``, and the first that does not."""
    before = below(under)
    while over - under > step:
        middle = (under + over) // 2 if step == 1 else (under + over) / 2
        if below(middle) == before:
            under = middle
        else:
            over = middle
    return under, over


def _whole(
    finding: Finding, before: tuple[int, int] | None, after: tuple[int, int] | None
) -> str:
    lowest, highest = finding.limits or (-math.inf, math.inf)
    low = lowest if before is None else before[1]
    high = highest if after is None else after[0]
    if low == high:
        return f"{low}"
    if after is None:
        return f"≥ {low}"
    return f"≤ {high}" if before is None else f"{low}–{high}"


def _measured(
    below: Below,
    before: tuple[float, float] | None,
    after: tuple[float, float] | None,
) -> str | None:
    """Return the limits of a measured number, each with the sign that has it."""
    low = high = None
    said = []
    if before is not None:
        low = round(before[0], 6)
        said.append(f"{'≥' if below(low) == below(before[1]) else '>'} {low:g}")
    if after is not None:
        high = round(after[0], 6)
        said.append(f"{'≤' if below(high) == below(after[0]) else '<'} {high:g}")
    single = low is not None and high is not None and math.isclose(low, high, **NEAR)
    return None if single else ", ".join(said)
