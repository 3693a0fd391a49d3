"""The time axis of a figure: months where years are followed, days where weeks are."""

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.cohorts.months import DAYS_A_MONTH
from outcomes.cohorts.shapes import AtRisk, Incidence, Survival
from outcomes.figures.layout import Layout
from outcomes.figures.pixels import LAST_MONTH


@dataclass(frozen=True, slots=True)
class Clock:
    """From 0 to ``last`` units of so many days, with a tick ``every`` so many.

    ``read``, where the curve is read, has one too, in the place of one beside it.
    The place of a point stands in its row as ``month``, whatever the unit is.
    """

    days: float
    last: int
    every: int
    read: int = 0

    @property
    def in_days(self) -> bool:
        """Tell whether the unit is the day."""
        return self.days == 1

    def at(self, day: float) -> float:
        """Return the place of a day on the axis."""
        return day / self.days

    def ticks(self, layout: Layout) -> list[int]:
        """Return where the ticks are: half as many on a narrow figure."""
        step = self.every * (2 if layout.narrow else 1)
        regular = range(0, self.last + 1, step)
        apart = (
            n for n in regular if n in (0, self.last) or abs(n - self.read) * 2 > step
        )
        return sorted({*apart, self.read})


MONTHS = Clock(DAYS_A_MONTH, LAST_MONTH, 6)


def clock_of(endpoint: Survival | Incidence) -> Clock:
    """Return the axis of an endpoint's figure; results of older code have months."""
    found = endpoint.get("at_risk")
    if found is None:
        return MONTHS
    if found["unit"] == "months":
        return of_months(found["at"])
    # From a landmark the day to read is none of those that are counted.
    read = endpoint.get("read_at", 0)
    return Clock(1, found["at"][-1], found["at"][1], read if read in found["at"] else 0)


def of_months(at: Sequence[int]) -> Clock:
    """Return the axis in months on which numbers stand ``at`` these."""
    return Clock(DAYS_A_MONTH, at[-1], at[1])


def at_risk_of(endpoint: Survival | Incidence, usual: dict[str, list[int]]) -> AtRisk:
    """Return the days of an endpoint's table; of older code the ``usual`` ones."""
    found = endpoint.get("at_risk")
    return found or {"unit": "months", "at": usual["months"], "days": usual["days"]}
