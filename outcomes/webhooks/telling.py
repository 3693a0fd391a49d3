"""Tell the webhooks of the newest data version, beside the saves, one after another."""

import json
from collections.abc import Iterable
from datetime import timedelta
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from outcomes.models import Delivery, DeliveryState, Webhook
from outcomes.pipeline.alone import Lock, alone
from outcomes.pipeline.versions import data_version
from outcomes.version import code_version
from outcomes.webhooks import posting
from outcomes.webhooks.posting import NotReceived
from registry.access.policy import Action, may

MOST_AT_ONCE = 20
# Between one attempt and the next; after the last the webhook is set aside.
WAITS = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 14400))


def tell() -> int:
    """Make the messages that are due and send them; return how many arrived.

    Killed anywhere, an attempt is counted; the receiver may see a message twice, by
    the same ``webhook-id``.
    """
    with alone(Lock.WEBHOOK) as mine:
        if not mine:
            return 0
        allowed = _allowed()
        _make(allowed)
        due = Delivery.objects.filter(
            webhook__in=allowed,
            state=DeliveryState.WAITING,
            next_at__lte=timezone.now(),
        )
        found = due.order_by("next_at").select_related("webhook")
        return _send_all(list(found[:MOST_AT_ONCE]))


def _allowed() -> list[Webhook]:
    """Return the webhooks of whoever may have one today: a role ends, and is taken."""
    people = Webhook.objects.filter(user__is_active=True).select_related("user")
    return [one for one in people if may(one.user.actor(), Action.REGISTER_WEBHOOK)]


def _make(webhooks: Iterable[Webhook]) -> None:
    """Make a message for each webhook that has not heard of the newest version.

    What is under way or was set aside holds the next up, so that versions in between
    are passed over.
    """
    version = data_version()
    since = timezone.now() - timedelta(seconds=settings.WEBHOOK_SECONDS)
    for webhook in webhooks:
        last = webhook.deliveries.first()
        told = last.data_version if last else webhook.since_version
        held = last is not None and (
            last.state in (DeliveryState.WAITING, DeliveryState.FAILED)
            or last.made_at > since
        )
        if version > told and not held:
            body = _body(version, told)
            Delivery.objects.create(webhook=webhook, data_version=version, body=body)


def _body(version: int, before: int) -> str:
    return json.dumps(
        {
            "type": "data_version.changed",
            "timestamp": timezone.now().isoformat(),
            "data": {
                "data_version": version,
                "previous": before,
                "code_version": code_version(),
                "exports": f"{settings.BASE_URL}/api/v1/exports/",
            },
        }
    )


def _send_all(deliveries: list[Delivery]) -> int:
    """Send them; return how many arrived. A slow host is asked once, not for each."""
    slow: set[str | None] = set()
    arrived = 0
    for delivery in deliveries:
        host = urlsplit(delivery.webhook.url).hostname
        if host in slow:
            continue
        begun = monotonic()
        arrived += _send(delivery)
        if monotonic() - begun >= posting.SECONDS:
            slow.add(host)
    return arrived


def _send(delivery: Delivery) -> bool:
    row = Delivery.objects.filter(pk=delivery.pk)
    # Counted before it is sent, so that what kills its worker is given up too.
    attempt = delivery.attempts
    wait = WAITS[attempt] if attempt < len(WAITS) else None
    row.update(attempts=F("attempts") + 1, next_at=timezone.now() + (wait or WAITS[-1]))
    try:
        said = posting.post(delivery)
    except NotReceived as why:
        state = DeliveryState.WAITING if wait else DeliveryState.FAILED
        row.update(state=state, said=str(why)[:100])
        return False
    row.update(state=DeliveryState.SENT, said=said)
    return True
