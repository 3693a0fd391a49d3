"""What proves that a message is ours. Source: standardwebhooks.com, version 1."""

import base64
import hashlib
import hmac
from datetime import datetime

from django.utils.crypto import salted_hmac

from outcomes.models import Delivery, Webhook

SALT = "outcomes.webhooks"


def secret_of(webhook: Webhook) -> str:
    """Return the secret that its receiver keeps; it follows from SECRET_KEY."""
    return f"whsec_{base64.b64encode(_key(webhook, webhook.secret_no)).decode()}"


def signed(delivery: Delivery, at: datetime) -> dict[str, str]:
    """Return the headers of a message that is sent ``at``.

    With a signature for each secret that is good then, apart by a space.
    """
    webhook = delivery.webhook
    numbers = [webhook.secret_no]
    if webhook.old_until is not None and at < webhook.old_until:
        numbers.append(webhook.secret_no - 1)
    stamp = str(int(at.timestamp()))
    text = f"{delivery.message}.{stamp}.{delivery.body}".encode()
    signatures = (_signature(_key(webhook, number), text) for number in numbers)
    return {
        "webhook-id": str(delivery.message),
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def _signature(key: bytes, text: bytes) -> str:
    digest = hmac.new(key, text, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _key(webhook: Webhook, number: int) -> bytes:
    # The first secret has no number, so that it stays what receivers have.
    said = str(webhook.pk) if number == 1 else f"{webhook.pk}/{number}"
    return salted_hmac(SALT, said, algorithm="sha256").digest()
