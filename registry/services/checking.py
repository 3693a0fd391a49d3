"""The edit checks over every patient of a centre, or of the registry, in batches.

What depends on the day changes without a save: a visit that is late, a form that is
still missing. Each batch is one transaction with its progress, so that a run may be
killed, taken up again and repeated, by several workers at once.
"""

from collections.abc import Sequence
from time import monotonic

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from registry.access.policy import Action, Actor, require
from registry.audit.context import SYSTEM, acting
from registry.models import Centre, CheckRun, Patient
from registry.queries.cases import whole_cases
from registry.services.apart import apart
from registry.services.reconciling import Settled, reconcile

BATCH = 250
REASON = "checks over the registry"


def begin_run(*, actor: Actor, centre: Centre | None = None) -> CheckRun:
    """Ask for a run over ``centre``, or over all; one that is under way is returned.

    Raises Refused unless the actor may configure the centre; all is for the system.
    """
    if centre is None and not actor.system:
        require(actor, Action.CONFIGURE)
    elif centre is not None:
        require(actor, Action.CONFIGURE_CENTRE, centre.pk)
    asked = CheckRun(centre=centre, asked_by_id=actor.user_id)
    asked.patients = _patients(asked).count()
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        return CheckRun.objects.get(centre=centre, ended_at=None)
    return asked


def go_on(*, seconds: float = float("inf"), run: CheckRun | None = None) -> int:
    """Work at the runs that have not ended, or at one; return the patients checked.

    A run that another worker has in hand is left to it.
    """
    end, checked = monotonic() + seconds, 0
    while monotonic() < end:
        with transaction.atomic():
            found = _next(run)
            if found is None:
                break
            checked += _batch(found)
    return checked


def _next(run: CheckRun | None) -> CheckRun | None:
    waiting = CheckRun.objects.select_for_update(skip_locked=run is None)
    waiting = waiting.filter(ended_at=None).order_by("pk")
    return waiting.filter(pk=run.pk).first() if run else waiting.first()


def _patients(run: CheckRun) -> QuerySet[Patient]:
    rows = Patient.objects.filter(pk__gt=run.upto)
    return rows.filter(centre=run.centre_id) if run.centre_id else rows


def _batch(run: CheckRun) -> int:
    """Check the next patients of a locked run and write how far it has come."""
    rows = _patients(run).select_related("centre").order_by("pk")
    patients = list(rows.select_for_update(of=("self",))[:BATCH])
    if patients:
        settled = list(apart(patients, _settle))
        run.upto = patients[-1].pk
        run.opened = F("opened") + sum(len(one.opened) for one in settled)
        run.closed = F("closed") + sum(len(one.closed) for one in settled)
        run.done = F("done") + len(patients)
    if len(patients) < BATCH:
        run.ended_at = timezone.now()
    run.save()
    return len(patients)


def _settle(patients: Sequence[Patient]) -> Settled:
    with acting(SYSTEM, REASON):
        return reconcile(whole_cases(list(patients)), actor=SYSTEM)
