"""What changed since a cut: which acts moved an endpoint's curve, and by how much.

The acts are taken one after the other in the order in which they were done, from the
records of then to those of now, both under today's definition: so their effects add up
to the whole difference. Where the cohort was defined otherwise then, its readings of
then are told beside.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case as Choose
from django.db.models import Count, F, IntegerField, Q, Value, When
from django.utils import timezone

from outcomes.cohorts.analysis import Analysis
from outcomes.cohorts.counts import BY_HSCT
from outcomes.cohorts.counts import Reading as Followed
from outcomes.cohorts.definition import Definition, parse
from outcomes.cohorts.members import Group, group_key, main_groups, members
from outcomes.cohorts.shared import counted
from outcomes.endpoints import ENDPOINTS
from outcomes.models import AnalysisOutcome, Cohort
from outcomes.past.acts import Act, acts_since, exceed, films, history_rows
from outcomes.past.cohort import cohort_at
from outcomes.past.cut import Cut
from outcomes.past.reading import Cells, Curve, Reading, reading, readings
from outcomes.past.results import derive_anew, not_analysed
from outcomes.past.shadow import analysed, as_it_stood
from outcomes.pipeline.derivation import Derived
from outcomes.pipeline.reading import charts
from outcomes.pipeline.work import derived
from outcomes.pipeline.writing import write
from registry.checks import Case
from registry.models import Patient

MOST_ACTS = 1000
Of = Mapping[str, Reading]
Place = tuple[str, int, int]
Places = dict[int, Counter[Place]]

# Whose acts can matter: who was in the centres then, or is there now.
SCOPE = """
SELECT patient_id FROM touched WHERE patient_id <> ALL (%s) AND patient_id IN (
  SELECT id FROM registry_patient UNION
  SELECT id FROM public.registry_patient WHERE centre_id = ANY (%s))
ORDER BY patient_id
"""


class TooManyActs(ValueError):
    """More was done since than is taken act by act; a later cut has fewer."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One act that moved the curves: before and after it, by the groups it touched."""

    act: Act
    before: Of
    after: Of


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between a cut and now, for one endpoint.

    at : the day to read at; analysis : what limits are shown
    then, now : by group, under today's definition
    redefined : whether the cohort was defined otherwise, or of other centres, then
    moved : the acts that moved them, oldest first; still : how many did not
    """

    cut: Cut
    endpoint: str
    at: int
    analysis: Analysis
    groups: list[Group]
    then: Of
    now: Of
    redefined: bool
    moved: list[Moved]
    still: int


def changes_since(cohort: Cohort, cut: Cut, endpoint: str) -> Changes:
    """Return what moved ``endpoint`` of the cohort since ``cut``.

    Whoever withdrew since is in neither reading, and their acts are not asked. The
    number of queries does not depend on the acts. Raises TooManyActs; NotValid where
    the definition cannot be used.
    """
    with counted(cohort):
        return _since(cohort, cut, endpoint)


def _since(cohort: Cohort, cut: Cut, endpoint: str) -> Changes:
    definition = parse(cohort.definition)
    centres = sorted(centre.pk for centre in cohort.centres.all())
    groups = main_groups(members(cohort, definition), definition)
    withdrawn = not_analysed()
    # Of who is there now it is told at once; who left since is counted below.
    there = Patient.objects.filter(centre__in=centres).exclude(pk__in=withdrawn)
    if exceed(cut, there, MOST_ACTS):
        raise TooManyActs
    then = cohort_at(cohort, cut)
    with as_it_stood(
        cut, cohorts={cohort.pk: centres}, centres=centres, withdrawn=withdrawn
    ) as anew:
        scope = _scope(centres, withdrawn)
        acts = acts_since(cut, scope, MOST_ACTS)
        if len(acts) > MOST_ACTS:
            raise TooManyActs
        derive_anew(anew)
        write(_steps(acts, scope), {})
        analysed()
        known = {group.key for group in groups}
        then_there = members(cohort, definition).filter(patient_id__gt=0)
        before = main_groups(then_there, definition)
        groups += [group for group in before if group.key not in known]
        outcomes = _outcomes(cohort, definition, groups, endpoint)
        cells, places = _cells(outcomes, groups), _places(outcomes, scope)
    competes = definition.hsct == "competing"
    n_causes = ENDPOINTS[endpoint].n_causes + competes
    at = definition.read_at(endpoint)
    read = _Reader(Curve(endpoint, n_causes, at, definition.analysis), cells)
    start = dict(read.now)
    moved = [one for one in _walked(read, acts, places) if one]
    return Changes(
        cut=cut,
        endpoint=endpoint,
        at=at,
        analysis=definition.analysis,
        groups=groups,
        then=start,
        now=dict(read.now),
        redefined=_redefined(cohort, then, centres),
        moved=moved,
        still=len(acts) - len(moved),
    )


def _scope(centres: list[int], withdrawn: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(SCOPE, [withdrawn, centres])
        return [patient for (patient,) in cursor.fetchall()]


def _redefined(cohort: Cohort, then: Cohort, centres: list[int]) -> bool:
    held = sorted(centre.pk for centre in then.centres.all())
    return then.definition != cohort.definition or held != centres


def _steps(acts: list[Act], scope: list[int]) -> dict[int, list[Derived]]:
    """Return the analysis rows after each act, under the act's place below zero."""
    like = Case({}, {}, timezone.localdate())
    steps: dict[int, list[Derived]] = {}
    last: dict[int, list[Derived]] = {}
    played = films(acts, charts(scope), history_rows(acts), like)
    for place, (act, chart) in enumerate(played, start=1):
        try:
            last[act.patient] = derived(chart)
        # A chart in between that cannot be derived has the rows of the one before.
        except Exception:
            last.setdefault(act.patient, [])
        steps[-place] = last[act.patient]
    return steps


def _outcomes(
    cohort: Cohort, definition: Definition, groups: list[Group], endpoint: str
) -> Any:
    subjects = members(cohort, definition)
    reading = Followed.of(definition)
    found = AnalysisOutcome.objects.filter(subject__in=subjects, paramcd=endpoint)
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


class _Reader:
    """The curves as they stand while acts are counted in."""

    def __init__(self, curve: Curve, cells: dict[str, Cells]) -> None:
        self.curve, self.cells = curve, cells
        self.now = readings(cells, curve)

    def move(self, old: Counter[Place], new: Counter[Place]) -> tuple[Of, Of] | None:
        """Move one patient; return the readings of the groups touched, if any were."""
        touched = {group for group, *_cell in (old - new) + (new - old)}
        if not touched:
            return None
        before = {group: self.now[group] for group in touched}
        for change, sign in ((old, -1), (new, 1)):
            for (group, day, cause), n in change.items():
                self.cells[group][day, cause] += sign * n
        for group in touched:
            self.now[group] = reading(self.cells[group], self.curve)
        return before, {group: self.now[group] for group in touched}


def _walked(read: _Reader, acts: list[Act], places: Places) -> Iterator[Moved | None]:
    """Count the acts in, one after the other."""
    stands = {patient: at for patient, at in places.items() if patient > 0}
    for place, act in enumerate(acts, start=1):
        old = stands.get(act.patient, Counter())
        stands[act.patient] = new = places.get(-place, Counter())
        found = read.move(old, new)
        yield Moved(act, *found) if found else None
