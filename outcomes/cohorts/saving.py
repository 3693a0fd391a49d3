"""Define a cohort and open it to people: the only ways to change one."""

from collections.abc import Collection
from typing import Any

from outcomes.cohorts.definition import parse
from outcomes.models import Cohort, CohortCentre, CohortGrant
from registry.access.policy import Action, Actor, require
from registry.audit.context import acting
from registry.codelists.base import Label
from registry.models import Centre, User


def save_cohort(
    *,
    slug: str,
    title: Label,
    definition: dict[str, Any],
    centres: Collection[Centre],
    actor: Actor,
    reason: str = "",
) -> Cohort:
    """Define the cohort ``slug``, or change it; nothing is written when all is so.

    Raises Refused, NotValid, or UnknownAtTimeZero.
    """
    for centre in centres:
        require(actor, Action.EDIT_COHORT, centre.pk)
    parse(definition)
    said = {"title_en": title.en, "title_zh": title.zh, "definition": definition}
    with acting(actor, reason):
        cohort = Cohort.objects.select_for_update().filter(slug=slug).first()
        if cohort is None:
            cohort = Cohort.objects.create(slug=slug, **said)
        elif {name: getattr(cohort, name) for name in said} != said:
            for name, value in said.items():
                setattr(cohort, name, value)
            cohort.save()
        _take_in(cohort, centres)
    cohort.refresh_from_db(fields=["version"])
    return cohort


def _take_in(cohort: Cohort, centres: Collection[Centre]) -> None:
    wanted = {centre.pk for centre in centres}
    held = set(cohort.centres.values_list("pk", flat=True))
    CohortCentre.objects.filter(cohort=cohort, centre__in=held - wanted).delete()
    CohortCentre.objects.bulk_create(
        CohortCentre(cohort=cohort, centre_id=pk) for pk in sorted(wanted - held)
    )


def grant(*, cohort: Cohort, user: User, actor: Actor, reason: str = "") -> None:
    """Open the cohort's results to ``user``; again does nothing. Raises Refused."""
    for centre in cohort.centres.all():
        require(actor, Action.MANAGE_USERS, centre.pk)
    with acting(actor, reason):
        CohortGrant.objects.get_or_create(cohort=cohort, user=user)
