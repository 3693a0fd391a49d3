"""Seal what was changed, and tell the world outside the database of it."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.utils import timezone

from registry.access.reach import everywhere
from registry.audit.heads import Head, note, note_restored
from registry.models import Change, Seal

log = logging.getLogger(__name__)

# A seal covers so many changes, or one transaction that wrote more.
ROWS_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class SealedSoFar:
    """How far the change log is sealed, for a page or a probe.

    ``waiting`` counts up to ``COUNT_UP_TO`` changes that no seal covers yet, since the
    oldest of them, ``waits_since``.
    """

    head: Head | None
    sealed_at: datetime | None
    waiting: int
    waits_since: datetime | None


COUNT_UP_TO = 10_000


def seal(seconds: float = 4.0) -> int:
    """Seal what ended transactions changed, for about ``seconds``; return the seals.

    Safe to run twice and to kill anywhere: one process seals at a time, and a head
    that was not noted outside is noted by the next.
    """
    made, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT registry_seal_next(%s)", [ROWS_AT_MOST])
            if cursor.fetchone()[0] is None:
                break
        made += 1
    tell(Path(settings.AUDIT_HEADS))
    return made


def newest() -> Seal | None:
    """Return the head of the chain."""
    return Seal.objects.order_by("-number").first()


def head_of(found: Seal) -> Head:
    """Return what is noted of a seal outside."""
    return Head(found.number, bytes(found.hash).hex())


def tell(heads: Path) -> None:
    """Note the head outside the database, where that is not done yet."""
    if found := newest():
        head = head_of(found)
        if note(heads, head, found.sealed_at.isoformat()):
            log.info("change log sealed: head %s", head)


def tell_restored(heads: Path, reason: str) -> Head:
    """Say outside that a backup was restored, so that a gap is stated and not found.

    Run before anything new is sealed. Raises ValueError without a seal or a reason.
    """
    found = newest()
    if found is None or not reason.strip():
        raise ValueError("a restored registry has a seal, and a reason to be restored")
    head = head_of(found)
    note_restored(heads, head, timezone.now().isoformat(), reason.strip())
    log.warning("a backup was restored: head %s, because: %s", head, reason.strip())
    return head


def mail_head() -> int:
    """Send the head to whom the settings name; return how many mails went out."""
    found = newest()
    if not settings.AUDIT_MAIL_TO or found is None:
        return 0
    words = (
        f"Head of the sealed change log: {head_of(found)}\n"
        f"Sealed at {found.sealed_at:%Y-%m-%d %H:%M:%S} UTC.\n\n"
        "Keep this message. It shows later that nothing before it was altered:\n"
        f"manage.py verify_audit --head {head_of(found)}\n"
    )
    subject = f"Day Zero: audit head {found.number}"
    return send_mail(subject, words, None, settings.AUDIT_MAIL_TO)


def sealed_so_far() -> SealedSoFar:
    """Return how far the change log is sealed: at most three queries."""
    with everywhere():  # a count, whoever's changes they are
        return _sealed_so_far()


def _sealed_so_far() -> SealedSoFar:
    found = newest()
    unsealed = Change.objects.order_by("xid")
    beyond = [unsealed]
    if found:
        # Once a backup was restored, what follows is of another cluster.
        after = {"pk__gt": found.last_change}
        beyond = [
            unsealed.filter(cluster=found.cluster, xid__gte=found.to_xid),
            unsealed.exclude(cluster=found.cluster).filter(**after),
        ]
    waiting = [
        at for rows in beyond for at in rows.values_list("at", flat=True)[:COUNT_UP_TO]
    ]
    return SealedSoFar(
        head=head_of(found) if found else None,
        sealed_at=found.sealed_at if found else None,
        waiting=min(len(waiting), COUNT_UP_TO),
        waits_since=min(waiting, default=None),
    )


def seconds_behind() -> float:
    """Return for how long the oldest change has waited for its seal; 0 where none."""
    since = sealed_so_far().waits_since
    return (timezone.now() - since).total_seconds() if since else 0.0
