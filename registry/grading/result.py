"""What grading gives: a grade, or what keeps it open, or what was invalid."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from registry.codelists.base import Label

Grade: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of one engine to one set of findings.

    Decided: ``grade`` is set. Open: ``missing`` names the unknown findings that can
    change the grade, ``possible`` the grades they leave, ``at_least`` and ``at_most``
    its bounds where the grades have an order. Invalid: ``errors`` names the findings
    that cannot be as given, ``reasons`` says why, in the same order.
    """

    engine: str
    rule: str
    source: str
    verified: bool
    grade: Grade | None = None
    missing: tuple[str, ...] = ()
    at_least: Grade | None = None
    at_most: Grade | None = None
    possible: tuple[Grade, ...] = ()
    errors: tuple[str, ...] = ()
    reasons: tuple[Label, ...] = ()
    mrd_status: str | None = None

    @property
    def decided(self) -> bool:
        """Tell whether the findings give one grade."""
        return self.grade is not None

    @property
    def invalid(self) -> bool:
        """Tell whether a finding cannot be as given."""
        return bool(self.errors)

    def as_json(self) -> dict[str, Any]:
        """Return the answer as the command and the API print it."""
        answer: dict[str, Any] = {"grade": self.grade, "missing": list(self.missing)}
        if self.at_least is not None:
            answer |= {"at_least": self.at_least, "at_most": self.at_most}
        if self.possible and not self.decided:
            answer["possible"] = list(self.possible)
        if self.errors:
            answer["errors"] = list(self.errors)
            why = zip(self.errors, self.reasons, strict=True)
            answer["reasons"] = {name: reason.en for name, reason in why}
        if self.mrd_status is not None:
            answer["mrd_status"] = self.mrd_status
        about = {"rule": self.rule, "source": self.source, "verified": self.verified}
        return answer | about
