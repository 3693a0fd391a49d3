"""Send the digests that are due."""

import logging
from datetime import datetime

from django.utils import timezone

from registry.digests.text import message_to
from registry.models import Digest, Notices
from registry.services.digests import claim_digests, note_sent

logger = logging.getLogger(__name__)


def send_digests(now: datetime | None = None) -> int:
    """Send what is due and nobody has claimed; return how many went out.

    Safe to run twice, at the same time, and to be killed: nobody gets two of a day.
    """
    claimed = claim_digests(now or timezone.now())
    return sum(_send(notices, digest) for notices, digest in claimed)


def _send(notices: Notices, digest: Digest) -> bool:
    message = message_to(notices)
    if message is None:
        note_sent(digest, fault="nothing to tell")
        return False
    try:
        message.send()
    except OSError as error:  # what SMTP and sockets raise
        logger.exception("digest %s was not sent", digest.pk)
        note_sent(digest, fault=str(error))
        return False
    note_sent(digest)
    return True
