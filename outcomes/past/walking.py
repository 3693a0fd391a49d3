"""A curve from a cut to now: counts of then, and where each act put a patient."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Count, F, IntegerField, Q, Value, When

from outcomes.cohorts.counts import BY_HSCT
from outcomes.cohorts.counts import Reading as Followed
from outcomes.cohorts.members import Group, group_key, main_groups
from outcomes.endpoints import ENDPOINTS
from outcomes.models import AnalysisOutcome
from outcomes.past.acts import Act
from outcomes.past.eras import Era
from outcomes.past.reading import Cells, Curve, Reading, reading, readings

Of = Mapping[str, Reading]
Place = tuple[str, int, int]
Places = dict[int, Counter[Place]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A curve under one definition: its groups, its counts at the cut, and where each
    act put its patient, by the act's place below zero.
    """

    era: Era
    curve: Curve
    groups: list[Group]
    cells: dict[str, Cells]
    places: Places


def counted_under(
    era: Era, endpoint: str, scope: list[int], groups: Iterable[Group] = ()
) -> Counted:
    """Count a curve under a definition, from the rows of the cut and of every act.

    ``groups`` are those of today, where today's definition it is; what there was
    besides comes behind them.
    """
    found, definition = [*groups], era.definition
    then, ever = era.members().filter(patient_id__gt=0), era.members()
    # Quantiles are those of the cut; values may have come since.
    for subjects in (then,) if found else (then, ever):
        known = {group.key for group in found}
        more = main_groups(subjects, definition)
        found += [group for group in more if group.key not in known]
    n_causes = ENDPOINTS[endpoint].n_causes + (definition.hsct == "competing")
    at = definition.read_at(endpoint)
    curve = Curve(endpoint, n_causes, at, definition.analysis)
    outcomes = _outcomes(era, found, endpoint)
    return Counted(era, curve, found, _cells(outcomes, found), _places(outcomes, scope))


def _outcomes(era: Era, groups: list[Group], endpoint: str) -> Any:
    reading = Followed.of(era.definition)
    outcomes = AnalysisOutcome.objects.filter(paramcd=endpoint)
    found = outcomes.filter(subject__in=era.members())
    by_hsct = Value(ENDPOINTS[endpoint].n_causes + 1)
    return (
        reading.read(found)
        .annotate(
            group=group_key(groups, "subject__"),
            at_day=F("on") - reading.landmark,
            of_cause=Choose(
                When(by=BY_HSCT, then=by_hsct),
                default=F("by"),
                output_field=IntegerField(),
            ),
        )
        .filter(group__isnull=False)
    )


def _cells(outcomes: Any, groups: list[Group]) -> dict[str, Cells]:
    """Return the counts of then, by group."""
    cells: dict[str, Cells] = {group.key: Counter() for group in groups}
    rows = outcomes.filter(subject__patient_id__gt=0).values(
        "group", "at_day", "of_cause"
    )
    for row in rows.annotate(n=Count("pk")).order_by():
        cells[row["group"]][row["at_day"], row["of_cause"]] = row["n"]
    return cells


def _places(outcomes: Any, scope: list[int]) -> Places:
    """Return where each patient stood then, and after each act."""
    asked = Q(subject__patient_id__lt=0) | Q(subject__patient_id__in=scope)
    found: Places = defaultdict(Counter)
    rows = outcomes.filter(asked).values_list(
        "subject__patient_id", "group", "at_day", "of_cause"
    )
    for patient, group, day, cause in rows:
        found[patient][group, day, cause] += 1
    return found


class Walk:
    """A curve as it stands while acts are counted in, one after the other."""

    def __init__(self, counted: Counted) -> None:
        """Begin at the cut."""
        self.curve, self.cells = counted.curve, counted.cells
        self.places = counted.places
        self.stands = {p: at for p, at in counted.places.items() if p > 0}
        self.now = readings(self.cells, self.curve)

    def skip(self, acts: Iterable[tuple[int, Act]]) -> None:
        """Count in what was done before the definition began."""
        for place, act in acts:
            self._put(place, act)
        self.now = readings(self.cells, self.curve)

    def step(self, place: int, act: Act) -> tuple[Of, Of] | None:
        """Count in one act; return the readings of the groups touched, if any were."""
        touched = self._put(place, act)
        if not touched:
            return None
        before = {group: self.now[group] for group in touched}
        for group in touched:
            self.now[group] = reading(self.cells[group], self.curve)
        return before, {group: self.now[group] for group in touched}

    def _put(self, place: int, act: Act) -> set[str]:
        """Move a patient from where they stood to where the act put them."""
        old = self.stands.get(act.patient, Counter())
        self.stands[act.patient] = new = self.places.get(-place, Counter())
        for change, sign in ((old, -1), (new, 1)):
            for (group, day, cause), n in change.items():
                self.cells[group][day, cause] += sign * n
        return {group for group, *_cell in (old - new) + (new - old)}
