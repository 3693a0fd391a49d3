"""What changed since a cut: which acts moved an endpoint's curve, and by how much.

Acts and edits of the cohort's definition are taken one after the other in the order in
which they were done, from the records and the definition of then to those of now: so
their effects add up to the whole difference
(``docs/adr/0169-definitions-are-steps.md``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from outcomes.cohorts.members import Group, main_groups
from outcomes.cohorts.shared import counted
from outcomes.cohorts.versions import Difference
from outcomes.models import Cohort
from outcomes.past.acts import Act, acts_since, exceed, films, history_rows
from outcomes.past.cut import Cut
from outcomes.past.eras import Era, eras_since
from outcomes.past.reading import Curve
from outcomes.past.results import derive_anew, not_analysed
from outcomes.past.shadow import analysed, as_it_stood
from outcomes.past.walking import Counted, Of, Walk, counted_under
from outcomes.pipeline.derivation import Derived
from outcomes.pipeline.reading import charts
from outcomes.pipeline.work import derived
from outcomes.pipeline.writing import write
from registry.checks import Case
from registry.codelists.base import Label
from registry.models import Patient

MOST_ACTS = 1000
# Each is counted by itself, over all patients.
MOST_DEFINITIONS = 20
Labels = Mapping[str, Label]

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
    """One act that moved the curves: before and after it, by the groups it touched.

    ``labels`` are the groups' words under the definition of that time.
    """

    act: Act
    before: Of
    after: Of
    labels: Labels


@dataclass(frozen=True, slots=True)
class Redefined:
    """One edit of the definition: what it said, and all groups before and after it."""

    era: Era
    differences: list[Difference]
    before: Of
    after: Of
    labels_before: Labels
    labels_after: Labels

    @property
    def moves(self) -> bool:
        """Tell whether the curve is another for it."""
        said = self.before, self.labels_before
        return said != (self.after, self.labels_after)


@dataclass(frozen=True, slots=True)
class Side:
    """One end of the time: the definition, the groups, and how they read."""

    era: Era
    curve: Curve
    groups: list[Group]
    of: Of


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between a cut and now, for one endpoint.

    start, end : the curve of then under the definition of then, and of now
    steps : acts that moved it and edits of the definition, oldest first
    still : how many acts did not move it
    """

    cut: Cut
    endpoint: str
    start: Side
    end: Side
    steps: list[Moved | Redefined]
    still: int

    @property
    def moved(self) -> list[Moved]:
        """Return the acts that moved the curve."""
        return [step for step in self.steps if isinstance(step, Moved)]

    @property
    def definitions(self) -> list[Redefined]:
        """Return the edits of the definition."""
        return [step for step in self.steps if isinstance(step, Redefined)]


def changes_since(cohort: Cohort, cut: Cut, endpoint: str) -> Changes:
    """Return what moved ``endpoint`` of the cohort since ``cut``.

    Whoever withdrew since is in neither reading, and their acts are not asked. The
    number of queries does not depend on the acts. Raises TooManyActs; NotValid where
    the definition cannot be used.
    """
    with counted(cohort):
        return _since(cohort, cut, endpoint)


def _since(cohort: Cohort, cut: Cut, endpoint: str) -> Changes:
    eras, withdrawn = eras_since(cohort, cut), not_analysed()
    centres = sorted({centre for era in eras for centre in era.centres})
    # Of who is there now it is told at once; who left since is counted below.
    there = Patient.objects.filter(centre__in=centres).exclude(pk__in=withdrawn)
    if len(eras) > MOST_DEFINITIONS or exceed(cut, there, MOST_ACTS):
        raise TooManyActs
    today = eras[-1]
    groups = main_groups(today.members(), today.definition)
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
        found = [
            counted_under(era, endpoint, scope, groups if era is today else ())
            for era in eras
        ]
    walks = [Walk(one) for one in found]
    start = dict(walks[0].now)
    steps = [*_walked(found, walks, acts)]
    return Changes(
        cut,
        endpoint,
        Side(eras[0], found[0].curve, found[0].groups, start),
        Side(today, found[-1].curve, found[-1].groups, dict(walks[-1].now)),
        steps,
        len(acts) - sum(isinstance(step, Moved) for step in steps),
    )


def _walked(
    found: list[Counted], walks: list[Walk], acts: list[Act]
) -> Iterator[Moved | Redefined]:
    """Walk from one definition to the next, act by act in between."""
    numbered = [*enumerate(acts, start=1)]
    for number, (one, walk) in enumerate(zip(found, walks, strict=True)):
        begins, labels = one.era.number, labels_of(one.groups)
        more = found[number + 1 :]
        if number:
            walk.skip(pair for pair in numbered if pair[1].number <= begins)
            yield _redefined(found[number - 1], walks[number - 1], one, walk)
        for place, act in numbered:
            if act.number <= begins or (more and act.number > more[0].era.number):
                continue
            if moved := walk.step(place, act):
                yield Moved(act, *moved, labels)


def _redefined(old: Counted, was: Walk, new: Counted, now: Walk) -> Redefined:
    return Redefined(
        new.era,
        new.era.differs_from(old.era),
        dict(was.now),
        dict(now.now),
        labels_of(old.groups),
        labels_of(new.groups),
    )


def labels_of(groups: list[Group]) -> Labels:
    """Return the groups' words by key."""
    return {group.key: group.label for group in groups}


def _scope(centres: list[int], withdrawn: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(SCOPE, [withdrawn, centres])
        return [patient for (patient,) in cursor.fetchall()]


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
