"""A secret that the server computes with, of which the database alone says nothing.

It lies under a pad that follows from ``SECRET_KEY`` and a number used once: HMAC-SHA512
as a pseudo-random function, one block a secret, so that no cipher is needed. A tag, in
which its owner stands, tells the key that it was masked with, or that it was altered.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

PREFIX = "m1$"
NONCE_BYTES, TAG_BYTES, LONGEST = 16, 16, 64
PAD, TAG = "registry.masking.pad", "registry.masking.tag"


class OtherKey(Exception):
    """The secret was masked with none of the installation's keys, or altered."""


def secret_keys() -> Iterator[str]:
    """Yield the key in use, then those that were, newest first."""
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS


def masked(secret: str, owner: int) -> str:
    """Return ``secret``, of at most 64 bytes, as it is kept for the user ``owner``."""
    if len(plain := secret.encode()) > LONGEST:
        raise ValueError(f"a secret of {len(plain)} bytes is longer than its pad")
    nonce = secrets.token_bytes(NONCE_BYTES)
    hidden = _under(plain, settings.SECRET_KEY, nonce)
    tag = _tag(settings.SECRET_KEY, owner, nonce + hidden)
    return PREFIX + urlsafe_b64encode(nonce + tag + hidden).decode()


def unmasked(kept: str, owner: int) -> str:
    """Return the secret that was kept for ``owner``. Raises OtherKey."""
    try:
        whole = urlsafe_b64decode(kept.removeprefix(PREFIX))
    except ValueError as error:
        raise OtherKey from error
    nonce, rest = whole[:NONCE_BYTES], whole[NONCE_BYTES:]
    tag, hidden = rest[:TAG_BYTES], rest[TAG_BYTES:]
    for key in secret_keys():
        if constant_time_compare(tag, _tag(key, owner, nonce + hidden)):
            return _under(hidden, key, nonce).decode()
    raise OtherKey


def _under(text: bytes, key: str, nonce: bytes) -> bytes:
    """Return ``text`` with the pad put on, or taken off."""
    pad = salted_hmac(PAD, nonce, secret=key, algorithm="sha512").digest()
    return bytes(one ^ other for one, other in zip(text, pad, strict=False))


def _tag(key: str, owner: int, said: bytes) -> bytes:
    said = str(owner).encode() + b":" + said
    whole = salted_hmac(TAG, said, secret=key, algorithm="sha512").digest()
    return whole[:TAG_BYTES]
