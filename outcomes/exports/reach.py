"""Whose data somebody may take out, and whether with names and dates."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import EmptyResultSet
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from outcomes.cohorts.definition import parse
from outcomes.cohorts.members import members
from outcomes.cohorts.shared import counted
from outcomes.endpoints import ENDPOINTS
from outcomes.exports.datasets import Dataset
from outcomes.exports.profiles import Profile, allowed
from outcomes.exports.table import Made
from outcomes.models import AnalysisSubject, Cohort
from outcomes.models.analysis import of_nobody_in
from registry.access.policy import Action, Actor, Refused, may
from registry.models import Patient
from registry.models.patient import leaves_out


class NotThisProfile(Refused):
    """The profile is not for the reader of these rows; another is."""


class InFullAlone(NotThisProfile):
    """The rows are about who did what and when: nobody gets them without that."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Subjects that may be taken out, and in which profile.

    ``centres`` are those whose every patient may be taken out, analysed or not;
    ``endpoints`` those that a cohort is about, without one everything that there is. Of
    the ``cohorts`` that were opened to somebody every row is read, without a name;
    ``own``: all rows are of centres whose patients they may know. ``made``: now.
    """

    whole: ClassVar = True
    most_rows: ClassVar = None

    subjects: QuerySet[AnalysisSubject]
    profile: Profile
    own: bool = True
    centres: frozenset[int] = frozenset()
    endpoints: tuple[str, ...] = tuple(ENDPOINTS)
    cohorts: tuple[Cohort, ...] = ()
    made: Made = field(default_factory=Made)

    def within(self) -> AbstractContextManager[None]:
        """Return the context in which the database shows these rows."""
        return nullcontext() if self.own else counted(*self.cohorts)

    @property
    def patients(self) -> QuerySet[Patient]:
        """Return the patients whose forms may be taken out."""
        if self.centres:
            kept = Patient.objects.analysed().filter(merged_into=None)
            if self.profile is not Profile.FULL:
                kept = kept.covering("sharing")
            return kept.filter(centre__in=self.centres)
        return Patient.objects.filter(pk__in=self.subjects.values("patient_id"))

    def condition(self, dataset: Dataset) -> tuple[str, dict[str, Any]]:
        """Return which rows of ``dataset`` these are, as SQL with its values."""
        if dataset.said is not None:
            return "true", dataset.said()
        rows = self.patients if dataset.patient else self.subjects
        selected, values = keys_of(rows, "chosen")
        where = f"{dataset.patient or 's.id'} IN ({selected})"
        if dataset.endpoint:
            where += f" AND {dataset.endpoint} = ANY(%(endpoints)s)"
        return where, values | {"endpoints": [*self.endpoints]}


def keys_of(rows: QuerySet[Any], name: str) -> tuple[str, dict[str, Any]]:
    """Return the keys of ``rows`` as SQL, and its values by names that begin so."""
    try:
        selected, given = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint WHERE false", {}
    names = [f"{name}_{number}" for number in range(len(given))]
    selected = selected % tuple(f"%({one})s" for one in names)
    return selected, dict(zip(names, given, strict=True))


def reach_of(
    actor: Actor,
    cohort: Cohort | None,
    *,
    main_only: bool,
    needs: Action | None = None,
    profile: Profile | None = None,
) -> Reach:
    """Return what ``actor`` may take out, of one cohort or of everything.

    ``cohort`` is one that the actor may see. Without one, each patient counts once
    for each kind of index event, or once at all with ``main_only``. What ``needs``
    more than exporting is for people of the centre alone. Without a ``profile`` it is
    the one that they usually have.

    Raises Refused.
    """
    if cohort is not None:
        return _of_cohort(actor, cohort, needs, profile)
    if own := own_centres(actor, needs):
        used = profile_of(profile, own=True, staff=bool(needs))
        subjects = AnalysisSubject.objects.consenting().filter(centre__in=own)
        chosen = _once(subjects, main_only=main_only)
        if used is not Profile.FULL:
            chosen = _shared(chosen)
        return Reach(chosen, used, centres=frozenset(own))
    if needs or not may(actor, Action.EXPORT_PSEUDONYMISED):
        raise Refused(f"{actor.name} may not export")
    used = profile_of(profile, own=False)
    cohorts = tuple(Cohort.objects.granted_to(actor))
    chosen = _shared(_once(_of_any(cohorts), main_only=main_only))
    return Reach(chosen, used, own=False, cohorts=cohorts)


def profile_of(asked: Profile | None, *, own: bool, staff: bool = False) -> Profile:
    """Return the profile to use. Raises NotThisProfile."""
    may_use = allowed(own=own, staff=staff)
    if asked is not None and asked not in may_use:
        if staff:
            raise InFullAlone(
                _(
                    "These rows say who did what and when: they are taken out with "
                    "study numbers and full dates (profile %(name)s) alone."
                )
                % {"name": Profile.FULL}
            )
        raise NotThisProfile(
            _("This profile is not for you here. You may use: %(names)s.")
            % {"names": ", ".join(may_use)}
        )
    return asked or may_use[0]


def is_own(actor: Actor, cohort: Cohort | None, needs: Action | None) -> bool:
    """Tell whether every row is of centres whose patients ``actor`` may know."""
    own = own_centres(actor, needs)
    if cohort is None:
        return bool(own)
    centres = set(cohort.centres.values_list("pk", flat=True))
    return bool(centres) and centres <= own


def cohorts_to_export(actor: Actor) -> list[Cohort]:
    """Return the cohorts whose rows ``actor`` may take out."""
    own = actor.centres_for(Action.EXPORT)
    visible = Cohort.objects.visible_to(actor).current().prefetch_related("centres")
    granted: set[int] = set()
    if may(actor, Action.EXPORT_PSEUDONYMISED):
        granted = set(Cohort.objects.granted_to(actor).values_list("pk", flat=True))
    return [
        cohort
        for cohort in visible
        if cohort.pk in granted or {c.pk for c in cohort.centres.all()} <= own
    ]


def own_centres(actor: Actor, needs: Action | None) -> frozenset[int]:
    """Return the centres whose patients ``actor`` takes out with their numbers."""
    own = actor.centres_for(Action.EXPORT)
    return own & actor.centres_for(needs) if needs else own


def _of_cohort(
    actor: Actor, cohort: Cohort, needs: Action | None, profile: Profile | None
) -> Reach:
    definition = parse(cohort.definition)
    subjects, of = members(cohort, definition), definition.endpoints
    if is_own(actor, cohort, needs):
        used = profile_of(profile, own=True, staff=bool(needs))
        if used is not Profile.FULL:
            subjects = _shared(subjects)
        return Reach(subjects, used, endpoints=of)
    granted = cohort.grants.to(actor).exists()
    if not needs and granted and may(actor, Action.EXPORT_PSEUDONYMISED):
        used, shared = profile_of(profile, own=False), _shared(subjects)
        return Reach(shared, used, own=False, endpoints=of, cohorts=(cohort,))
    raise Refused(f"{actor.name} may not export {cohort}")


def _shared(subjects: QuerySet[AnalysisSubject]) -> QuerySet[AnalysisSubject]:
    """Leave out whose consent keeps their data within the centre."""
    kept = Patient.objects.filter(leaves_out("sharing"))
    return subjects.filter(of_nobody_in(kept))


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
