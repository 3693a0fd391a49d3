"""What the words in a search box may mean: a number, a birth date, a name."""

import re
from calendar import monthrange
from collections.abc import Container, Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Lookup, Q

from registry.access.policy import Action, Actor
from registry.models import IdentityKey, Patient
from registry.queries.keyset import COUNTED
from registry.queries.name_keys import folded

NUMBERED = "SELECT registry_numbers_like(%s, %s)"
WORDY = 3
# Of names and merged numbers, more than anybody reads through.
MOST = 1000
LEAST = 2
BORN = re.compile(
    r"(?P<year>(?:18|19|20)\d\d)"
    r"(?:[-./年]?(?P<month>\d\d|(?<=\D)\d)(?:[-./月]?(?P<day>\d\d|(?<=\D)\d)日?|月)?|年)?"
)


class BeginsWith(Lookup):  # type: ignore[type-arg]
    """Whether a text begins with another; leakproof, so an index may answer for it."""

    lookup_name = "begins_with"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return PostgreSQL's operator for it."""
        here, given = self.process_lhs(compiler, connection)
        there, asked = self.process_rhs(compiler, connection)
        return f"{here} ^@ {there}", (*given, *asked)


class AmongKeys(Lookup):  # type: ignore[type-arg]
    """Whether a key is one of a list: thousands as one array, not as so many words."""

    lookup_name = "among_keys"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return PostgreSQL's operator for it."""
        here, given = self.process_lhs(compiler, connection)
        return f"{here} = ANY(%s)", (*given, self.rhs)


def one_of(word: str, known: Container[str]) -> str:
    """Return a word of an address, or nothing where it cannot be asked."""
    return word if word in known else ""


def wording(words: str, actor: Actor) -> Q:
    """Return the condition on patients that ``words`` ask for; all of it at once.

    A part of a study number, a birth date or the beginning of one, and at the centres
    whose names ``actor`` may read also a hospital number or a name.
    """
    if not words:
        return Q()
    # Asked first, as keys: each way of the three then has an index to go by.
    found = [*_merged(words, actor), *_named(words, actor)]
    asked = _numbered(words.upper())
    if born := born_within(words):
        asked |= Q(birth_date__range=born)
    return asked | Q(pk__in=found) if found else asked


def _numbered(part: str) -> Q:
    """Return the condition for numbers with ``part``; that begin so, if it is short.

    Indexes know of three letters in a row, and what many have is met soon enough. No
    number has other letters than Latin ones.
    """
    if not part.isascii():
        return Q(pk__in=())
    if len(part) < WORDY:
        return Q(BeginsWith(F("number"), part))
    keys = _with_number(part)
    if len(keys) > COUNTED:
        return Q(number__contains=part)
    return Q(AmongKeys(F("pk"), keys)) if keys else Q(pk__in=())


def many_have(words: str) -> bool:
    """Tell whether more patients than are counted have a number with ``words``."""
    part = words.upper()
    return len(part) >= WORDY and part.isascii() and len(_with_number(part)) > COUNTED


def _with_number(part: str) -> list[int]:
    """Return whose numbers have ``part``, of all that are read; up to one too many."""
    with connection.cursor() as cursor:
        pattern = f"%{connection.ops.prep_for_like_query(part)}%"
        cursor.execute(NUMBERED, [pattern, COUNTED + 1])
        return [key for (key,) in cursor.fetchall()]


def _merged(words: str, actor: Actor) -> Iterable[int]:
    """Return who has the forms of a number that was merged away."""
    merged = Patient.objects.filter(merged_into__isnull=False)
    merged = merged.filter(centre__in=actor.readable_centres)
    merged = merged.filter(study_no__icontains=words)
    into = merged.order_by().values_list("merged_into", flat=True)
    return [pk for pk in into[:MOST] if pk is not None]


def _named(words: str, actor: Actor) -> Iterable[int]:
    """Return whose name or hospital number begins so, where names may be read."""
    centres, key = actor.centres_for(Action.READ_IDENTITY), folded(words)
    if not centres or (len(key) < LEAST and key.isascii()):
        return ()
    named = IdentityKey.objects.filter(BeginsWith(F("key"), key), centre__in=centres)
    return named.order_by().values_list("identity_id", flat=True)[:MOST]


def born_within(words: str) -> tuple[date, date] | None:
    """Read a date, a month or a year, year first; return its first and last day."""
    found = BORN.fullmatch(words)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    last = month or 12
    return first, date(year, last, monthrange(year, last)[1])
