"""What is known of a made-up patient so far, while their story is told."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.simulation.chances import Chances, after

Values = dict[str, Any]
# Nothing is told of later days, whatever day it is: the same seed, the same story.
END = date(2026, 6, 30)
LEUKAEMIAS = ("T-ALL", "ETP-ALL", "T-LBL", "B-ALL", "AML")


@dataclass(slots=True)
class Course:
    """A story under way; ``day0`` is the next treatment's, ``started`` the first's."""

    chance: Chances
    disease: str
    day0: date
    age: int
    forms: dict[str, list[Values]] = field(default_factory=dict)
    in_remission: bool = False
    been_in_remission: bool = False
    infused: date | None = None
    transplanted: date | None = None
    started: date = END

    def add(self, form: str, values: Values) -> None:
        """Add a record."""
        self.forms.setdefault(form, []).append(values)

    @property
    def last(self) -> date:
        """Return the last day that the story tells of."""
        days = [
            one.get("death_date") or one["visit_date"]
            for form in ("follow_up", "death")
            for one in self.forms.get(form, ())
        ]
        return max(days, default=self.day0)

    def assessed(self, day: date, point: str, *, remission: bool) -> None:
        """Add an assessment of the disease."""
        chance = self.chance
        said: Values = {
            "assessment_date": day,
            "time_point": point,
            "bm_done": "yes",
            "bm_blasts_pct": chance.within(0, 3) if remission else chance.within(8, 85),
            "anc": chance.amount(1.1, 6) if remission else chance.spread(1, 3),
            "platelets": chance.within(105, 260) if remission else chance.within(9, 90),
            "platelet_transfusion_7d": "no" if remission else chance.yes(0.4),
            "extramedullary": "none",
            "response": "CR" if remission else "NR",
            **self._residual(remission),
        }
        if not remission and self.been_in_remission:
            said["response"] = "relapse"
        self.been_in_remission |= remission
        if self.disease in LEUKAEMIAS:
            said["circulating_blasts"] = "no" if remission else chance.yes(0.4)
        if self.disease in ("T-LBL", "DLBCL", "MCL"):
            said["lymphoma_response"] = "CR" if remission else "SD"
            said["imaging"] = ["none"]
        if self.disease == "MM":
            said["myeloma_response"] = "CR" if remission else "SD"
        self.add("disease_assessment", said)

    def _residual(self, remission: bool) -> Values:
        method: Values = {"mrd_method": "flow", "mrd_specimen": "BM"}
        if remission and self.chance.happens(0.85):
            return {
                **method,
                "mrd_result": "not_detected",
                "mrd_sensitivity": "1e-4",
            }
        level = self.chance.spread(0.1 if remission else 3, 2)
        return {**method, "mrd_result": "quantified", "mrd_pct": min(level, 7)}

    def infected(self, day: date) -> None:
        """Add an infection."""
        viral = self.chance.happens(0.6)
        self.add(
            "infection",
            {
                "infection_onset_date": day,
                "infection_resolved_date": after(day, self.chance.within(7, 30)),
                "infection_type": "viral" if viral else "bacterial",
                "organism": "CMV" if viral else "E_coli",
                "viral_reactivation_only": "yes" if viral else None,
                "infection_site": ["blood"],
                "infection_grade": 2 if viral else 3,
                "infection_outcome": "resolved",
            },
        )
