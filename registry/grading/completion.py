"""The completion rule, once for all scales.

A grade is decided when every way to fill in the unknown findings gives the same
grade. Otherwise it is open: its bounds are the mildest and the worst completion, and
a finding is missing when, in some completion of the others, its answer decides.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import Any

from registry.codelists.base import Label
from registry.grading.engine import YES_NO, Domain, Engine
from registry.grading.findings import Finding, Findings, Invalid
from registry.grading.result import Grade, Result


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one domain adds to the grade: one score, or those still possible."""

    domain: str
    label: Label
    values: Mapping[str, Any]
    scores: tuple[Any, ...]
    words: Mapping[str, Label]

    @property
    def score(self) -> Any:
        """Return the score when it is known, else None."""
        return self.scores[0] if len(self.scores) == 1 else None

    @property
    def score_label(self) -> Label:
        """Return the words for the scores, those still possible side by side."""
        words = {**YES_NO, **self.words}
        labels = [words.get(str(s), Label(str(s), str(s))) for s in self.scores]
        return Label(" / ".join(w.en for w in labels), " / ".join(w.zh for w in labels))


def grade_with(engine: Engine, findings: object) -> Result:
    """Grade ``findings`` by ``engine``."""
    known, reasons = read(engine, findings)
    if reasons:
        return _result(engine, reasons=reasons)
    open_ended = [f.name for f in unknown(engine.findings, known) if not f.bands]
    if open_ended:
        return _result(engine, missing=tuple(sorted(open_ended)))
    return _complete(engine, known)


def read(engine: Engine, findings: object) -> tuple[dict[str, Any], dict[str, Label]]:
    """Return the known findings by name, and why the invalid ones cannot be."""
    if not isinstance(findings, Mapping):
        return {}, {"findings": Label("give findings by name", "请按名称给出各项")}
    takes = {finding.name: finding for finding in engine.findings}
    known: dict[str, Any] = {
        f.name: f.default for f in takes.values() if f.default is not None
    }
    reasons: dict[str, Label] = {}
    for name, value in findings.items():
        try:
            if name not in takes:
                asked = ", ".join(takes)
                raise Invalid(f"the scale asks: {asked}", f"本量表的项目：{asked}")
            if value is not None:
                known[name] = takes[name].read(value)
        except Invalid as invalid:
            reasons[str(name)] = invalid.label
    if not reasons:
        for domain in engine.domains:
            for name in domain.contradictions(known):
                reasons[name] = _contradicted(domain, name, known)
    if not reasons and engine.settle is not None:
        known = engine.settle(known)
    return known, dict(sorted(reasons.items()))


def _contradicted(domain: Domain, name: str, known: Findings) -> Label:
    """Say which known findings of the domain ``name`` cannot be true beside."""
    others = [
        finding.label
        for finding in domain.findings
        if finding.name != name
        and finding.default is None
        and known.get(finding.name) is not None
    ]
    en, zh = ", ".join(o.en for o in others), "、".join(o.zh for o in others)
    return Label(f"cannot be true together with: {en}", f"与以下项目矛盾：{zh}")


def unknown(findings: tuple[Finding, ...], known: Findings) -> list[Finding]:
    """Return the findings without a value."""
    return [finding for finding in findings if known.get(finding.name) is None]


def explain_with(engine: Engine, findings: object) -> tuple[Contribution, ...]:
    """Return what each domain contributes; empty when a finding is invalid."""
    known, reasons = read(engine, findings)
    if reasons:
        return ()
    return tuple(
        Contribution(
            domain.name,
            domain.label,
            {f.name: known.get(f.name) for f in domain.findings},
            _scores(domain, known),
            domain.words,
        )
        for domain in engine.domains
    )


def _scores(domain: Domain, known: Findings) -> tuple[Any, ...]:
    """Return the scores that the completions of ``domain`` give."""
    if any(not f.bands for f in unknown(domain.findings, known)):
        return ()
    return tuple(dict.fromkeys(score for _, score in _cases(domain, known)))


def _cases(domain: Domain, known: Findings) -> Iterator[tuple[Findings, Any]]:
    """Yield every completion of ``domain`` that is not contradictory, scored."""
    given = {f.name: known.get(f.name) for f in domain.findings}
    gaps = unknown(domain.findings, known)
    names = [finding.name for finding in gaps]
    for values in product(*(finding.bands for finding in gaps)):
        case = {**given, **dict(zip(names, values, strict=True))}
        if not domain.contradictions(case):
            yield case, domain.score(case)


@dataclass(frozen=True, slots=True)
class _Space:
    """All completions: the cases of each domain, and what pools around it."""

    engine: Engine
    cases: list[list[tuple[Findings, Any]]]
    before: list[set[Any]]
    after: list[set[Any]]

    def decides(self, place: int, name: str) -> bool:
        """Tell whether two answers to ``name``, all else equal, give two grades."""
        engine, pool = self.engine, self.engine.pool
        return any(
            len({engine.conclude(pool.join(pool.join(a, s), b)) for s in scores}) > 1
            for scores in self._choices(place, name)
            for a in self.before[place]
            for b in self.after[place + 1]
        )

    def _choices(self, place: int, name: str) -> set[frozenset[Any]]:
        """Return the scores among which only ``name`` chooses, where it does."""
        domain = self.engine.domains[place]
        answers: defaultdict[tuple[Any, ...], set[Any]] = defaultdict(set)
        for case, score in self.cases[place]:
            others = tuple(value for key, value in case.items() if key != name)
            answers[others].add(self.engine.pool.lift(domain.name, score))
        return {frozenset(scores) for scores in answers.values() if len(scores) > 1}


def _space(engine: Engine, known: Findings) -> _Space:
    """Return the completions of ``known``, pooled from both ends."""
    pool = engine.pool
    cases = [list(_cases(domain, known)) for domain in engine.domains]
    lifted = [
        {pool.lift(domain.name, score) for _, score in found}
        for domain, found in zip(engine.domains, cases, strict=True)
    ]
    before, after = [{pool.start}], [{pool.start}]
    for scores in lifted:
        before.append({pool.join(a, b) for a in before[-1] for b in scores})
    for scores in reversed(lifted):
        after.append({pool.join(a, b) for a in scores for b in after[-1]})
    return _Space(engine, cases, before, after[::-1])


def _complete(engine: Engine, known: Findings) -> Result:
    """Return the grade of all completions, or what keeps it open."""
    space = _space(engine, known)
    possible = {engine.conclude(pooled) for pooled in space.before[-1]}
    if len(possible) == 1:
        return _result(engine, grade=possible.pop())
    missing = sorted(
        finding.name
        for place, domain in enumerate(engine.domains)
        for finding in unknown(domain.findings, known)
        if _is_asked(finding, known) and space.decides(place, finding.name)
    )
    ranked = tuple(sorted(possible, key=engine.rank))
    return _result(engine, missing=tuple(missing), possible=ranked)


def _is_asked(finding: Finding, known: Findings) -> bool:
    """Tell whether the finding that comes before this one is answered."""
    return finding.asked is None or known.get(finding.asked) is not None


def _result(
    engine: Engine,
    *,
    grade: Grade | None = None,
    missing: tuple[str, ...] = (),
    possible: tuple[Grade, ...] = (),
    reasons: Mapping[str, Label] = MappingProxyType({}),
) -> Result:
    """Return the answer with the engine's rule and source."""
    bounded = engine.ordered and bool(possible)
    status = engine.mrd_status or {}
    return Result(
        engine=engine.name,
        rule=engine.rule.en,
        source=engine.source,
        verified=engine.verified,
        grade=grade,
        missing=missing,
        at_least=possible[0] if bounded else None,
        at_most=possible[-1] if bounded else None,
        possible=possible,
        errors=tuple(reasons),
        reasons=tuple(reasons.values()),
        mrd_status=None if grade is None else status.get(grade),
    )
