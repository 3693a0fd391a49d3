"""Claim a file that waits for a worker, by a lease that is committed before the work.

A worker that is killed has counted its attempt, and the file comes back when its lease
ends. What a claim does counts only while its token stands: a worker that was taken for
dead cannot finish what another has taken up.
"""

from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from registry.beside import Cancelled, LeaseLost
from registry.models import ImportBatch, ImportPhase
from registry.models import ImportState as State
from registry.models import ImportTrouble as Trouble
from registry.models.leased import held, lease_end

UNDER_WAY = (State.WAITING, State.ASKED)
ATTEMPTS = 3
ONE_AT_A_TIME = 7301


def claim(pk: int | None = None) -> ImportBatch | None:
    """Claim one file, or the next; None when it is held, or none is due.

    Without ``pk`` one file is worked at by all workers together: the others are free
    to refresh figures meanwhile.
    """
    with transaction.atomic():
        waiting = ImportBatch.objects.filter(state__in=UNDER_WAY)
        if pk is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            if waiting.filter(held()).exists():
                return None
            _give_up()
        else:
            waiting = waiting.filter(pk=pk)
        free = waiting.exclude(held()).order_by("pk")
        batch = free.select_for_update(skip_locked=True).first()
        if batch is not None:
            batch.token, batch.attempts = uuid4(), batch.attempts + 1
            batch.phase, batch.done, batch.total = ImportPhase.READING, 0, 0
            batch.lease_until = lease_end()
            batch.save(
                update_fields=[
                    *("token", "attempts", "lease_until"),
                    *("phase", "done", "total"),
                ]
            )
        return batch


def _give_up() -> None:
    """Set aside what killed its worker each time: nobody was left to say so."""
    died = ImportBatch.objects.filter(state__in=UNDER_WAY, attempts__gte=ATTEMPTS)
    died.exclude(held()).update(state=State.FAILED, trouble=Trouble.DIED, **FREE)


FREE: dict[str, Any] = {
    "token": None,
    "lease_until": None,
    "phase": "",
    "cancel_asked": False,
}


def finish(batch: ImportBatch, state: State, *, cancellable: bool = True) -> None:
    """End a claim, in the transaction of what it did. Raises Cancelled, LeaseLost."""
    mine = ImportBatch.objects.filter(pk=batch.pk, token=batch.token)
    wanted = mine.filter(cancel_asked=False) if cancellable else mine
    if not wanted.update(state=state, **FREE):
        raise Cancelled if mine.exists() else LeaseLost
