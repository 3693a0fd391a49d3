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
    return f"whsec_{base64.b64encode(_key(webhook)).decode()}"


def signed(delivery: Delivery, at: datetime) -> dict[str, str]:
    """Return the headers of a message that is sent ``at``."""
    stamp = str(int(at.timestamp()))
    text = f"{delivery.message}.{stamp}.{delivery.body}".encode()
    digest = hmac.new(_key(delivery.webhook), text, hashlib.sha256).digest()
    return {
        "webhook-id": str(delivery.message),
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _key(webhook: Webhook) -> bytes:
    return salted_hmac(SALT, str(webhook.pk), algorithm="sha256").digest()
