"""Register a webhook, end it, and let one go on that was set aside."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from outcomes.models import Delivery, DeliveryState, Webhook
from outcomes.pipeline.versions import data_version
from outcomes.webhooks.address import judged
from registry.access.policy import Action, Actor, require
from registry.audit.context import acting

# How long a receiver has to take over a new secret: docs/adr/0146-two-signatures.md.
OVERLAP = timedelta(days=1)


def webhooks_of(actor: Actor) -> QuerySet[Webhook]:
    """Return the webhooks that ``actor`` registered."""
    return Webhook.objects.filter(user_id=actor.person)


def register(*, actor: Actor, name: str, url: str) -> Webhook:
    """Have ``url`` told of new data from now on. Raises Refused, NotAllowed."""
    require(actor, Action.REGISTER_WEBHOOK)
    judged(url)
    with acting(actor, "webhook"):
        return Webhook.objects.create(
            user_id=actor.person, name=name, url=url, since_version=data_version()
        )


def end(*, actor: Actor, webhook: Webhook) -> None:
    """Tell it no more; what was said to it goes with it. Raises Refused."""
    require(actor, Action.REGISTER_WEBHOOK)
    with acting(actor, "webhook"):
        webhook.delete()


def renew_secret(*, actor: Actor, webhook: Webhook) -> None:
    """Give a webhook a new secret; the old one signs too for ``OVERLAP``.

    Raises Refused.
    """
    require(actor, Action.REGISTER_WEBHOOK)
    with acting(actor, "webhook secret"):
        webhook.secret_no += 1
        webhook.old_until = timezone.now() + OVERLAP
        webhook.save(update_fields=["secret_no", "old_until"])


def resume(*, actor: Actor, webhook: Webhook) -> int:
    """Let a webhook that was set aside hear of the newest version again."""
    require(actor, Action.REGISTER_WEBHOOK)
    aside = Delivery.objects.filter(webhook=webhook, state=DeliveryState.FAILED)
    return aside.update(state=DeliveryState.DROPPED)
