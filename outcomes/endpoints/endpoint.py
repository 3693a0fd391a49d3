"""What an endpoint is: how it is derived, what it means, how its figure is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from outcomes.endpoints.outcome import Outcome
from outcomes.endpoints.timeline import IndexEvent, IndexKind, Timeline
from outcomes.endpoints.wording import Wording

# None where the endpoint does not apply to the patient.
Derive = Callable[[Timeline, IndexEvent, date | None], Outcome | None]
Estimator = Literal["kaplan_meier", "aalen_johansen"]
Family = Literal[
    "survival", "relapse", "response", "gvhd", "engraftment", "toxicity", "persistence"
]
FAMILIES: dict[Family, Wording] = {
    "survival": Wording("Survival", "生存"),
    "relapse": Wording("Relapse and NRM", "复发与非复发死亡"),
    "response": Wording("Response", "疗效"),
    "gvhd": Wording("GVHD", "GVHD"),
    "engraftment": Wording("Engraftment", "植入"),
    "toxicity": Wording("Toxicity", "毒性"),
    "persistence": Wording("Persistence and aplasia", "CAR-T持续与细胞缺乏"),
}
# How many days may lie between ticks, and how many spaces there are at most.
TICKS, MOST = (5, 7, 10, 15, 20, 25, 30), 6
EITHER: tuple[IndexKind, ...] = ("infusion", "hsct")
INFUSION: tuple[IndexKind, ...] = ("infusion",)
HSCT: tuple[IndexKind, ...] = ("hsct",)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One way to read a timeline as (day, cause).

    slug : its figure's name in addresses; title : the figure's, where not the name
    causes : what causes 1, 2, ... stand for; the first is the event of interest
    definition : shown next to every figure of the endpoint
    begins : time zero in words, where it is not the index event itself
    days : how long is looked at, from time zero; None without an end
    read_at : the day to read at; None for the cohort's own
    option_of : the code of the endpoint of which it is another way
    stacked : whether its causes are drawn one on the other, none of them for itself
    """

    paramcd: str
    slug: str
    name: Wording
    definition: Wording
    causes: tuple[Wording, ...]
    estimator: Estimator
    family: Family
    from_index: tuple[IndexKind, ...]
    source: str
    derive: Derive
    title: Wording | None = None
    begins: Wording | None = None
    days: int | None = None
    read_at: int | None = None
    option_of: str = ""
    stacked: bool = False

    @property
    def ticks(self) -> tuple[int, ...]:
        """Return the days at which a figure counts, the day to read among them.

        None where it counts in months.
        """
        if self.days is None:
            return ()
        # An even number of spaces: a narrow figure has half of them, up to the end.
        fitting = (
            n for n in TICKS if self.days % (2 * n) == 0 and self.days <= MOST * n
        )
        regular = range(0, self.days + 1, next(fitting))
        return tuple(sorted({*regular, self.read_at or 0}))

    @property
    def survives(self) -> bool:
        """Tell whether its curve is one of survival, and not of incidence."""
        return self.estimator == "kaplan_meier"

    @property
    def n_causes(self) -> int:
        """Return how many causes counts of this endpoint must declare."""
        return len(self.causes)

    @property
    def heading(self) -> Wording:
        """Return what its figure is called."""
        return self.title or self.name

    @property
    def competing(self) -> Wording | None:
        """Return everything that competes, in words; None where nothing does."""
        others = self.causes[1:]
        if not others:
            return None
        return Wording(
            ", ".join(one.en for one in others), "、".join(one.zh for one in others)
        )
