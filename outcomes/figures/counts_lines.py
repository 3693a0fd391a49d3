"""The patients of curves as lines of R: how many left by group, day and status."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from outcomes.cohorts.shapes import Curve
from outcomes.cohorts.strata import Stratum
from outcomes.estimators import Counts
from outcomes.figures.r_lines import NoScript, commented, data_frame


@dataclass(frozen=True, slots=True)
class Group:
    """One group with its curve; ``key`` is its name in R."""

    key: str
    curve: Curve

    @property
    def has_event(self) -> bool:
        """Tell whether anybody had the event: of none R has no incidence."""
        return any(self.curve["events"])


def counted(groups: Sequence[Group]) -> Iterator[str]:
    """Yield the patients of these groups by day and status, one row each."""
    yield "# status: 0 last seen, 1 the event, 2 what competes with it"
    rows = (
        (group.key, f"{day:g}", status, n)
        for group in groups
        for day, *numbers in left(group)
        for status, n in enumerate(numbers)
        if n
    )
    yield from one_row_each(rows, named(group.key for group in groups))
    yield ""


def one_row_each(rows: Iterable[Sequence[object]], levels: str) -> Iterator[str]:
    """Yield ``patients`` from rows of group, day, status and how many.

    ``levels`` is what R takes for the order of the groups.
    """
    yield from data_frame("counts", ("group", "day", "status", "n"), rows)
    yield f"counts$group <- factor(counts$group, levels = {levels})"
    yield "patients <- counts[rep(seq_len(nrow(counts)), counts$n), ]"


def named(groups: Iterable[str]) -> str:
    """Return these groups as R's vector of their names."""
    quoted = ", ".join(f'"{group}"' for group in groups)
    return f"c({quoted})"


def left(group: Group) -> Iterator[tuple[float, int, int, int]]:
    """Yield day, last seen, events and competing events, of all who left.

    Raises NoScript.
    """
    curve = group.curve
    at_risk = [*curve["at_risk"][1:], 0]
    days = zip(
        curve["day"][1:],
        at_risk,
        at_risk[1:],
        curve["events"][1:],
        curve["censored"][1:],
        strict=False,
    )
    for day, here, next_here, events, censored in days:
        competing = here - next_here - events - censored
        if competing < 0:
            raise NoScript("patients enter late: counts by day do not say when")
        yield day, censored, events, competing


def counted_within(strata: Sequence[Stratum]) -> Iterator[str]:
    """Yield the patients of strata, for a test that is stratified by them."""
    for place, stratum in enumerate(strata, start=1):
        yield f"# stratum {place}: {commented(stratum.name)}"
    rows = (row for n, one in enumerate(strata, start=1) for row in _in_one(n, one))
    heads = ("stratum", "group", "day", "status", "n")
    yield from data_frame("within", heads, rows)
    yield "within <- within[rep(seq_len(nrow(within)), within$n), ]"


def _in_one(number: int, stratum: Stratum) -> Iterator[tuple[int, str, str, int, int]]:
    for place, left_at in ended(stratum.counts):
        yield number, f"group{place + 1}", *left_at


def ended(counts: Counts) -> Iterator[tuple[int, tuple[str, int, int]]]:
    """Yield the place of a group, with a day, a status and how many left so."""
    for place, _group in enumerate(counts.groups):
        for at, day in enumerate(counts.days):
            left_at = [counts.censored[place, at], *counts.events[place, :, at]]
            for status, n in enumerate(left_at):
                if n:
                    yield place, (f"{day:g}", status, int(n))


def estimate_at(curve: Curve, day: float) -> float:
    """Read a step function at a day."""
    place = max(i for i, one in enumerate(curve["day"]) if one <= day)
    return curve["estimate"][place]
