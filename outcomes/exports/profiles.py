"""How much of who a patient is a file tells: the profiles, and who may use which.

See ``docs/adr/0121-profiles.md``.
"""

import hmac
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256

from django.utils.crypto import salted_hmac

from registry.codelists.base import Label

# HIPAA's safe harbour, 45 CFR 164.514(b)(2)(i)(C): ages over 89 are one category.
OLDEST = 90
DAYS = 365
BLOCK = 64  # bytes of a block of SHA-256, RFC 2104


class Profile(StrEnum):
    """What of dates and ages is in a file."""

    FULL = "full"
    SHIFTED = "shifted"
    AGES = "ages"


LABELS: Mapping[Profile, Label] = {
    Profile.FULL: Label("Study numbers and full dates", "研究编号和完整日期"),
    Profile.SHIFTED: Label(
        "Pseudonyms, dates shifted by a secret number of days a patient",
        "假名，日期按每例患者的秘密天数平移",
    ),
    Profile.AGES: Label(
        "Pseudonyms, ages and day numbers, no dates", "假名，仅年龄和天数，无日期"
    ),
}

DOES: Mapping[Profile, Label] = {
    Profile.FULL: Label(
        "As the centre knows its patients. For work within the centre.",
        "与中心所知一致，仅供本中心内部使用。",
    ),
    Profile.SHIFTED: Label(
        "Each patient's dates are all earlier by the same 1 to 365 days, so every "
        "interval holds. No date of birth, no free text; ages over 89 are 90; without "
        "those who did not agree to sharing.",
        "同一患者的所有日期提前相同的1至365天，时间间隔不变。不含出生日期和自由文本；"
        "89岁以上记为90岁；不含未同意数据共享的患者。",
    ),
    Profile.AGES: Label(
        "Days are counted from day 0. No free text; ages over 89 are 90; without "
        "those who did not agree to sharing.",
        "以第0天起的天数表示时间。不含自由文本；89岁以上记为90岁；"
        "不含未同意数据共享的患者。",
    ),
}

# HMAC-SHA256 of the patient's key, as the database computes it (RFC 2104).
_SECRET = (
    "sha256(%(outer)s || sha256(%(inner)s || convert_to({patient}::text, 'UTF8')))"
)
PSEUDONYM = (
    "upper(left(encode(sha256(convert_to(%(key)s || p.id, 'UTF8')), 'hex'), 12))"
)
# Between 1 and 365 days earlier, so that no shifted date lies in the future.
SHIFT = (
    "-(1 + ('x' || left(encode("
    + _SECRET.format(patient="p.id")
    + f", 'hex'), 7))::bit(28)::int %% {DAYS})"
)


def allowed(*, own: bool, staff: bool = False) -> tuple[Profile, ...]:
    """Return the profiles that somebody may use, their usual one first.

    ``own``: every row is of a centre whose patients they may know. ``staff``: the rows
    are about who did what and when, of which nothing is left without names and dates.
    """
    if staff:
        return (Profile.FULL,)
    if own:
        return (Profile.FULL, Profile.SHIFTED, Profile.AGES)
    return (Profile.AGES, Profile.SHIFTED)


def secrets() -> dict[str, object]:
    """Return what the SQL of pseudonyms and shifts is given."""
    key = salted_hmac("outcomes.exports.shift", "patient", algorithm="sha256").digest()
    padded = key.ljust(BLOCK, b"\0")
    return {
        "key": salted_hmac("outcomes.exports.pseudonym", "patient").hexdigest(),
        "inner": bytes(byte ^ 0x36 for byte in padded),
        "outer": bytes(byte ^ 0x5C for byte in padded),
    }


def shift_of(patient: int) -> int:
    """Return a patient's shift in days, as ``SHIFT`` does in the database."""
    key = salted_hmac("outcomes.exports.shift", "patient", algorithm="sha256").digest()
    digest = hmac.new(key, str(patient).encode(), sha256).hexdigest()
    return -(1 + int(digest[:7], 16) % DAYS)
