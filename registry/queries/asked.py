"""What the words in a search box may mean: a number, a birth date, a name."""

import re
from calendar import monthrange
from collections.abc import Container, Iterable
from datetime import date

from django.db.models import Q

from registry.access.policy import Action, Actor
from registry.models import IdentityKey, Patient
from registry.queries.name_keys import folded

# Of names and merged numbers, more than anybody reads through.
MOST = 1000
LEAST = 2
BORN = re.compile(
    r"(?P<year>(?:18|19|20)\d\d)"
    r"(?:[-./年]?(?P<month>\d\d|(?<=\D)\d)(?:[-./月]?(?P<day>\d\d|(?<=\D)\d)日?|月)?|年)?"
)


def one_of(word: str, known: Container[str]) -> str:
    """Return a word of an address, or nothing where it cannot be asked."""
    return word if word in known else ""


def wording(words: str, actor: Actor) -> Q:
    """Return the condition on patients that ``words`` ask for; all of it at once.

    A study number (annotated as ``number``), a birth date or the beginning of one,
    and at the centres whose names ``actor`` may read also a hospital number or a name.
    """
    if not words:
        return Q()
    asked = Q(number__contains=words.upper())
    if born := born_within(words):
        asked |= Q(birth_date__range=born)
    # Asked first, as keys: each way of the three then has an index to go by.
    if found := [*_merged(words, actor), *_named(words, actor)]:
        asked |= Q(pk__in=found)
    return asked


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
    named = IdentityKey.objects.filter(
        centre__in=centres, key__startswith=key, identity__patient__centre__in=centres
    )
    return named.order_by().values_list("identity__patient_id", flat=True)[:MOST]


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
