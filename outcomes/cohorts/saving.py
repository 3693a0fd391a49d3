"""Define a cohort, change it, put it away: the only ways to write one."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone

from outcomes.cohorts.access import within_granted
from outcomes.cohorts.definition import parse
from outcomes.cohorts.errors import NameTaken, ReasonNeeded, SavedMeanwhile
from outcomes.cohorts.sharing import drop_stray_grants
from outcomes.models import Cohort, CohortCentre, CohortGrant, StaleCohort
from outcomes.pipeline.alone import hold_definitions
from registry.access.policy import Action, Actor, may, require
from registry.audit.context import acting
from registry.codelists.base import Label
from registry.models import Centre


def save_cohort(
    *,
    slug: str,
    title: Label,
    definition: dict[str, Any],
    centres: Collection[Centre],
    actor: Actor,
    reason: str = "",
    version: int | None = None,
) -> Cohort:
    """Define the cohort ``slug``, or change it; nothing is written when all is so.

    ``version`` is the one that the editor saw, 0 for a new cohort; without it the
    newest is changed. Who defines a cohort within those open to them by name may see
    its results; else somebody has to open it.

    Raises Refused, NotValid, UnknownAtTimeZero, ReasonNeeded, SavedMeanwhile or
    NameTaken.
    """
    for centre in centres:
        require(actor, Action.EDIT_COHORT, centre.pk)
    parse(definition)
    codes = sorted(centre.code for centre in centres)
    said = {"title_en": title.en, "title_zh": title.zh, "definition": definition}
    said |= {"centre_codes": codes}
    with acting(actor, reason):
        hold_definitions(to_write=True)
        cohort = Cohort.objects.select_for_update().filter(slug=slug).first()
        if cohort is None:
            cohort = Cohort.objects.create(slug=slug, made_by_id=actor.user_id, **said)
        else:
            _change(cohort, said, version, actor, reason)
        _take_in(cohort, centres)
        _open_to_its_maker(cohort, actor)
        drop_stray_grants()
    cohort.refresh_from_db(fields=["version"])
    return cohort


def _change(
    cohort: Cohort,
    said: dict[str, Any],
    version: int | None,
    actor: Actor,
    reason: str,
) -> None:
    if version == 0:
        raise NameTaken
    if version is not None and version != cohort.version:
        raise SavedMeanwhile(cohort)
    for centre in cohort.centres.all():
        require(actor, Action.EDIT_COHORT, centre.pk)
    if {name: getattr(cohort, name) for name in said} == said:
        return
    if not reason.strip() and not actor.system:
        raise ReasonNeeded
    for name, value in said.items():
        setattr(cohort, name, value)
    cohort.save()


def _take_in(cohort: Cohort, centres: Collection[Centre]) -> None:
    wanted = {centre.pk for centre in centres}
    held = set(cohort.centres.values_list("pk", flat=True))
    CohortCentre.objects.filter(cohort=cohort, centre__in=held - wanted).delete()
    CohortCentre.objects.bulk_create(
        CohortCentre(cohort=cohort, centre_id=pk) for pk in sorted(wanted - held)
    )


def _open_to_its_maker(cohort: Cohort, actor: Actor) -> None:
    """Open a cohort to who made it within what is open to them anyway."""
    if actor.system or cohort.made_by_id != actor.user_id:
        return
    if cohort.grants.to(actor).exists() or not within_granted(actor, cohort):
        return
    if may(actor, Action.EXPORT_PSEUDONYMISED):
        CohortGrant.objects.create(cohort=cohort, user_id=actor.user_id, derived=True)


def archive(*, cohort: Cohort, actor: Actor, reason: str, away: bool = True) -> None:
    """Put the cohort away, or take it out again; what it was stays to be read.

    Raises Refused or ReasonNeeded.
    """
    for centre in cohort.centres.all():
        require(actor, Action.EDIT_COHORT, centre.pk)
    if not reason.strip():
        raise ReasonNeeded
    with acting(actor, reason):
        hold_definitions(to_write=True)
        found = Cohort.objects.select_for_update().get(pk=cohort.pk)
        if (found.archived_at is not None) != away:
            found.archived_at = timezone.now() if away else None
            found.save()
            # Nobody counts what is put away; taken out again it is counted anew.
            StaleCohort.objects.filter(cohort=found).delete()
