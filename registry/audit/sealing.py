"""Seal what was changed and logged, and tell the world outside the database of it."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from registry.access.reach import everywhere
from registry.audit import chain
from registry.audit.heads import Head, last_noted, note, note_restored
from registry.models import Change, Seal

log = logging.getLogger(__name__)

# A seal covers so many changes, or one transaction that wrote more.
ROWS_AT_MOST = 10_000
# Looks come with every page: each log beside the change log gets a seal a minute.
LOGS_EVERY = timedelta(minutes=1)


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
    """Seal what ended transactions wrote, for about ``seconds``; return the seals.

    The logs beside the change log take their turn after it, each once a minute. Safe to
    run twice and to kill anywhere: one process seals at a time, and a head that was
    not noted outside is noted by the next.
    """
    made, until = 0, time.monotonic() + seconds
    for stream in [chain.CHANGES, *_logs_due()]:
        made += _seal(stream, until)
    tell(Path(settings.AUDIT_HEADS))
    return made


def _seal(stream: chain.Stream, until: float) -> int:
    made = 0
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {stream.function}(%s)", [ROWS_AT_MOST])
            if cursor.fetchone()[0] is None:
                break
        made += 1
    return made


def _logs_due() -> list[chain.Stream]:
    since = timezone.now() - LOGS_EVERY
    sealed = Seal.objects.filter(sealed_at__gt=since).exclude(stream="")
    lately = set(sealed.values_list("stream", flat=True))
    return [log for log in chain.logs() if log.name not in lately]


def newest(**of: str) -> Seal | None:
    """Return the head of the chain, or the last seal of one log."""
    return Seal.objects.filter(**of).order_by("-number").first()


def head_of(found: Seal) -> Head:
    """Return what is noted of a seal outside."""
    return Head(found.number, bytes(found.hash).hex())


def tell(heads: Path) -> None:
    """Note the head outside the database, where that is not done yet."""
    if found := newest():
        head = head_of(found)
        if note(heads, head, found.sealed_at.isoformat()):
            log.info("change log sealed: head %s", head)


def not_noted(heads: Path) -> tuple[int, datetime | None]:
    """Return how many seals the head outside is behind, and since when: two queries.

    A file that cannot be read is as one in which there is nothing.
    """
    try:
        noted = last_noted(heads)
    except OSError:
        noted = None
    after = Seal.objects.filter(number__gt=noted.number if noted else 0)
    first, last = after.order_by("number").first(), after.order_by("number").last()
    if first is None or last is None:
        return 0, None
    return last.number - first.number + 1, first.sealed_at


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
    """Return how far the change log is sealed: at most four queries."""
    with everywhere():  # a count, whoever's changes they are
        return _sealed_so_far()


def _sealed_so_far() -> SealedSoFar:
    head, found = newest(), newest(stream=chain.CHANGES.name)
    unsealed = Change.objects.order_by("xid")
    beyond = [unsealed]
    if found:
        # Once a backup was restored, what follows is of another cluster.
        after = {"pk__gt": found.last_change}
        beyond = [
            unsealed.filter(cluster=found.cluster, xid__gte=found.to_xid),
            unsealed.exclude(cluster=found.cluster).filter(**after),
        ]
    waiting, since = _waiting(beyond)
    return SealedSoFar(
        head=head_of(head) if head else None,
        sealed_at=head.sealed_at if head else None,
        waiting=waiting,
        waits_since=since,
    )


def _waiting(beyond: list[QuerySet[Change]]) -> tuple[int, datetime | None]:
    """Return how many changes wait, up to ``COUNT_UP_TO``, and since when."""
    number, times = 0, []
    for rows in beyond:
        # The last reads all that wait: where they are many, it adds nothing.
        if number < COUNT_UP_TO:
            some = rows.values("at")[:COUNT_UP_TO]
            found = some.aggregate(number=Count("*"), since=Min("at"))
            number += found["number"]
            times += [found["since"]] if found["since"] else []
    return min(number, COUNT_UP_TO), min(times, default=None)


def seconds_behind() -> float:
    """Return for how long the oldest change has waited for its seal; 0 where none."""
    since = sealed_so_far().waits_since
    return (timezone.now() - since).total_seconds() if since else 0.0
