"""A person's second factor: set up, asked for, renewed and taken away.

Time-based codes of six digits, 30 seconds each (RFC 6238), one step of clock
difference allowed either way.
"""

import logging
import secrets
from time import time

import pyotp
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from registry.access.policy import Actor
from registry.audit.context import SYSTEM, acting
from registry.models import RecoveryCode, SecondFactor, User
from registry.services.masking import OtherKey, masked, secret_keys, unmasked

log = logging.getLogger(__name__)
STEP_SECONDS, DRIFT = 30, 1
CODES, CODE_BYTES = 10, 5
SALT = "registry.recovery-code"


class WrongCode(Exception):
    """The code is none that the person's app or paper shows now."""


def begin(*, actor: Actor) -> SecondFactor:
    """Return the actor's secret that is not confirmed yet, made where there is none.

    Raises WrongCode where one is confirmed: it is taken away with a code first.
    """
    with acting(actor, "second factor"):
        found, new = SecondFactor.objects.get_or_create(user_id=actor.person)
        if found.confirmed_at:
            raise WrongCode
        if new or not _is_readable(found):
            found.key = masked(pyotp.random_base32(), found.user_id)
            found.save(update_fields=["key"])
    return found


def secret_of(factor: SecondFactor) -> str:
    """Return the secret itself, in base 32. Raises OtherKey."""
    return unmasked(factor.key, factor.user_id)


def confirm(*, actor: Actor, code: str) -> list[str]:
    """Let the secret count, since the app shows its code; return recovery codes."""
    with acting(actor, "second factor"):
        factor = _locked(actor.person, confirmed=False)
        factor.last_step = _step_of(factor, code)
        factor.confirmed_at = timezone.now()
        factor.save()
        return _fresh_codes(actor.person)


def check(user: User, code: str) -> None:
    """Take a code of the app, or a recovery code, once; raise WrongCode otherwise."""
    typed = "".join(code.split()).replace("-", "").lower()
    with acting(user.actor(), "second factor"):
        factor = _locked(user.pk, confirmed=True)
        if typed.isdecimal():
            factor.last_step = _step_of(factor, typed)
            factor.save(update_fields=["last_step"])
        else:
            _use_up(user.pk, typed)


def renew_codes(*, actor: Actor, code: str) -> list[str]:
    """Replace the actor's recovery codes, given a code; return the new ones."""
    check(User.objects.get(pk=actor.person), code)
    with acting(actor, "second factor"):
        return _fresh_codes(actor.person)


def remove_own(*, actor: Actor, code: str) -> None:
    """Take the actor's second factor away, given a code of it."""
    check(User.objects.get(pk=actor.person), code)
    with acting(actor, "second factor"):
        remove(actor.person)


def remove(user_id: int) -> None:
    """Delete a person's secret and recovery codes, within the caller's act."""
    SecondFactor.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.filter(user_id=user_id).delete()


def remask() -> tuple[int, list[str]]:
    """Mask every secret with the newest key.

    Returns how many, and the names of those whose secret no given key reads.
    """
    done, lost = 0, []
    with acting(SYSTEM, "second factors masked anew"):
        for factor in SecondFactor.objects.select_related("user").order_by("pk"):
            if not _is_readable(factor):
                lost.append(factor.user.get_username())
                continue
            factor.key = masked(secret_of(factor), factor.user_id)
            factor.save(update_fields=["key"])
            done += 1
    return done, lost


def _is_readable(factor: SecondFactor) -> bool:
    try:
        secret_of(factor)
    except OtherKey:
        return False
    return True


def _locked(user_id: int, *, confirmed: bool) -> SecondFactor:
    rows = SecondFactor.objects.select_for_update()
    rows = rows.filter(user_id=user_id, confirmed_at__isnull=not confirmed)
    found = rows.first()
    if found is None:
        raise WrongCode
    return found


def _step_of(factor: SecondFactor, code: str) -> int:
    """Return the time step whose code this is; one that was taken never works again."""
    now = int(time()) // STEP_SECONDS
    try:
        generator = pyotp.TOTP(secret_of(factor), interval=STEP_SECONDS)
    except OtherKey as error:
        log.error("second factor of user %s is under another key", factor.user_id)
        raise WrongCode from error
    typed = "".join(code.split())
    for step in range(max(now - DRIFT, factor.last_step + 1), now + DRIFT + 1):
        if constant_time_compare(generator.generate_otp(step), typed):
            return step
    raise WrongCode


def _use_up(user_id: int, typed: str) -> None:
    unused = RecoveryCode.objects.filter(user_id=user_id, used_at=None)
    digests = [_digest(typed, key) for key in secret_keys()]
    if not unused.filter(digest__in=digests).update(used_at=timezone.now()):
        raise WrongCode


def _fresh_codes(user_id: int) -> list[str]:
    # Hexadecimal digits with a letter first: never taken for a code of the app.
    plain = ["r" + secrets.token_hex(CODE_BYTES) for _number in range(CODES)]
    RecoveryCode.objects.filter(user_id=user_id).delete()
    for code in plain:
        digest = _digest(code, settings.SECRET_KEY)
        RecoveryCode.objects.create(user_id=user_id, digest=digest)
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in plain]


def _digest(code: str, key: str) -> str:
    return salted_hmac(SALT, code, secret=key, algorithm="sha256").hexdigest()
