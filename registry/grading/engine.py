"""How a scale is written: domains that score findings, and a conclusion.

A domain is a column of the scale's table: a plain function from its complete
findings to a score. A pool says how the scores come together (kept side by side,
the worst, the sum), so that the completions of a whole scale need not be listed one
by one. ``conclude`` turns what was pooled into the grade.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.codelists.base import CodeList, Label
from registry.grading.findings import Finding, Findings
from registry.grading.result import Grade

YES_NO = {"True": Label("yes", "是"), "False": Label("no", "否")}


@dataclass(frozen=True, slots=True)
class Domain:
    """Findings that are judged together.

    ``conflicts`` names findings that contradict each other. It is asked about what is
    known, so it must cope with absent findings. ``words`` say what a score that is no
    number means.
    """

    name: str
    label: Label
    findings: tuple[Finding, ...]
    score: Callable[[Findings], Any]
    conflicts: Callable[[Findings], tuple[str, ...]] | None = None
    words: Mapping[str, Label] = field(default_factory=dict)

    def contradictions(self, known: Findings) -> tuple[str, ...]:
        """Return the names of findings that cannot be true together."""
        return self.conflicts(known) if self.conflicts else ()


@dataclass(frozen=True, slots=True)
class Pool:
    """How scores come together: ``join`` is associative, ``start`` its neutral."""

    start: Any
    join: Callable[[Any, Any], Any]
    lift: Callable[[str, Any], Any] = lambda _domain, score: score


SIDE_BY_SIDE = Pool((), operator.add, lambda _domain, score: (score,))
WORST = Pool(0, max)
SUM = Pool(0, operator.add)


def as_it_is(pooled: Any) -> Grade:
    """Conclude that what was pooled is the grade."""
    grade: Grade = pooled
    return grade


@dataclass(frozen=True, slots=True)
class Engine:
    """One published scale.

    ``grades`` are in order of severity when ``ordered``. ``settle`` applies the
    scale's rules on what was recorded at all, before anything is completed.
    """

    name: str
    label: Label
    rule: Label
    source: str
    verified: bool
    grades: tuple[Grade, ...]
    domains: tuple[Domain, ...]
    pool: Pool = SIDE_BY_SIDE
    conclude: Callable[[Any], Grade] = as_it_is
    ordered: bool = True
    settle: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    codes: CodeList | None = None
    mrd_status: Mapping[Grade, str] | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings and settings that the engine takes."""
        return tuple(f for domain in self.domains for f in domain.findings)

    def finding(self, name: str) -> Finding:
        """Return the finding called ``name``; KeyError when there is none."""
        for finding in self.findings:
            if finding.name == name:
                return finding
        raise KeyError(f"{self.name} takes no finding {name!r}")

    def grade_label(self, grade: Grade) -> Label:
        """Return the words for ``grade``."""
        if self.codes is not None and str(grade) in self.codes:
            return self.codes.label(str(grade))
        return Label(str(grade), str(grade))

    def rank(self, grade: Grade) -> int:
        """Return the place of ``grade`` among the grades, mildest first."""
        return self.grades.index(grade)


def single(finding: Finding, score: Callable[[Any], Any] | Mapping[Any, Any]) -> Domain:
    """Return the domain of one finding, scored by a function or a table."""
    look_up = score.__getitem__ if isinstance(score, Mapping) else score
    name = finding.name
    return Domain(
        name, finding.label, (finding,), lambda f: look_up(f[name]), words=YES_NO
    )
