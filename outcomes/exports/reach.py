"""Whose data somebody may take out, and whether with names and dates."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from outcomes.cohorts.definition import parse
from outcomes.cohorts.members import members
from outcomes.cohorts.shared import counted
from outcomes.endpoints import ENDPOINTS
from outcomes.models import AnalysisSubject, Cohort
from registry.access.policy import Action, Actor, Refused, may
from registry.models import Patient
from registry.models.patient import leaves_out


@dataclass(frozen=True, slots=True)
class Reach:
    """Subjects that may be taken out; ``named`` with study numbers and dates.

    ``centres`` are those whose every patient may be taken out, analysed or not;
    ``endpoints`` those that a cohort is about, without one everything that there is. Of
    the ``cohorts`` that were opened to somebody every row is read, without a name.
    """

    subjects: QuerySet[AnalysisSubject]
    named: bool
    centres: frozenset[int] = frozenset()
    endpoints: tuple[str, ...] = tuple(ENDPOINTS)
    cohorts: tuple[Cohort, ...] = ()

    def within(self) -> AbstractContextManager[None]:
        """Return the context in which the database shows these rows."""
        return nullcontext() if self.named else counted(*self.cohorts)

    @property
    def patients(self) -> QuerySet[Patient]:
        """Return the patients whose forms may be taken out."""
        if self.centres:
            kept = Patient.objects.analysed().filter(merged_into=None)
            return kept.filter(centre__in=self.centres)
        return Patient.objects.filter(pk__in=self.subjects.values("patient_id"))


def reach_of(
    actor: Actor,
    cohort: Cohort | None,
    *,
    main_only: bool,
    needs: Action | None = None,
) -> Reach:
    """Return what ``actor`` may take out, of one cohort or of everything.

    ``cohort`` is one that the actor may see. Without one, each patient counts once
    for each kind of index event, or once at all with ``main_only``. What ``needs``
    more than exporting is for people of the centre alone.

    Raises Refused.
    """
    if cohort is not None:
        return _of_cohort(actor, cohort, needs)
    if own := _own(actor, needs):
        subjects = AnalysisSubject.objects.consenting().filter(centre__in=own)
        chosen = _once(subjects, main_only=main_only)
        return Reach(chosen, named=True, centres=frozenset(own))
    if needs or not may(actor, Action.EXPORT_PSEUDONYMISED):
        raise Refused(f"{actor.name} may not export")
    cohorts = tuple(Cohort.objects.granted_to(actor))
    chosen = _shared(_once(_of_any(cohorts), main_only=main_only))
    return Reach(chosen, named=False, cohorts=cohorts)


def _own(actor: Actor, needs: Action | None) -> frozenset[int]:
    own = actor.centres_for(Action.EXPORT)
    return own & actor.centres_for(needs) if needs else own


def _of_cohort(actor: Actor, cohort: Cohort, needs: Action | None) -> Reach:
    definition = parse(cohort.definition)
    subjects, of = members(cohort, definition), definition.endpoints
    centres = set(cohort.centres.values_list("pk", flat=True))
    if centres and centres <= _own(actor, needs):
        return Reach(subjects, named=True, endpoints=of)
    granted = cohort.grants.to(actor).exists()
    if not needs and granted and may(actor, Action.EXPORT_PSEUDONYMISED):
        shared = _shared(subjects)
        return Reach(shared, named=False, endpoints=of, cohorts=(cohort,))
    raise Refused(f"{actor.name} may not export {cohort}")


def _shared(subjects: QuerySet[AnalysisSubject]) -> QuerySet[AnalysisSubject]:
    """Leave out whose consent keeps their data within the centre."""
    kept = Patient.objects.filter(leaves_out("sharing"))
    return subjects.exclude(patient_id__in=kept.values("pk"))


def _of_any(cohorts: tuple[Cohort, ...]) -> QuerySet[AnalysisSubject]:
    anyone = Q(pk__in=[])
    for cohort in cohorts:
        chosen = members(cohort, parse(cohort.definition)).values("pk")
        anyone |= Q(pk__in=chosen)
    return AnalysisSubject.objects.filter(anyone)


def _once(
    subjects: QuerySet[AnalysisSubject], *, main_only: bool
) -> QuerySet[AnalysisSubject]:
    """Keep a patient's first event of each kind, allogeneic HSCT before autologous.

    With ``main_only`` keep one row a patient: the HSCT's, else the infusion's.
    """
    by = ["patient_id"] if main_only else ["patient_id", "index_kind"]
    place = Window(
        RowNumber(),
        partition_by=[F(name) for name in by],
        order_by=[F("index_kind"), F("first_allogeneic").desc(), F("index_no")],
    )
    return subjects.annotate(place=place).filter(place=1)
