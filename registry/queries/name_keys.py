"""The words by which a person is found: characters, pinyin, initials, a number."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice, product

from pypinyin import Style, pinyin

from registry.models import PatientIdentity

# Readings of one character, and of a family or given name. What is rarer is found
# by its characters.
OF_CHARACTER, OF_NAME = 3, 6
SEPARATORS = re.compile(r"[\s'’.·•\-_]+")
ACCENTS = re.compile(r"[\u0300-\u036f]")


def folded(words: str) -> str:
    """Return words as they are compared: no case, accents, spaces or hyphens.

    ``ü`` is ``v``, as it is typed.
    """
    lower = unicodedata.normalize("NFKC", words).casefold().replace("ü", "v")
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", lower))
    return SEPARATORS.sub("", plain)


def keys_of(identity: PatientIdentity) -> set[str]:
    """Return every word that finds this person; a search takes its beginning."""
    names = [
        (identity.family_name, identity.given_name),
        (identity.family_name_latin, identity.given_name_latin),
    ]
    found = {folded(identity.hospital_no)}
    for family, given in names:
        found |= set(_of_name(family, given))
    return found - {""}


def _of_name(family: str, given: str) -> Iterator[str]:
    """Yield what finds one way of writing a name."""
    for first, last in product(_readings(family), _readings(given)):
        whole = [*first, *last]
        yield "".join(whole)
        yield "".join([*last, *first])
        yield "".join(last)
        yield "".join(one[:1] for one in whole)
        yield "".join([*first, *(one[:1] for one in last)])
    yield folded(family + given)
    yield folded(given)


def _readings(name: str) -> list[tuple[str, ...]]:
    """Return the ways to read a name aloud, each as its syllables."""
    if not name.strip():
        return [()]
    if name.isascii():
        return [tuple(folded(part) for part in re.split(r"[\s\-]+", name.strip()))]
    syllables = pinyin(name.strip(), style=Style.NORMAL, heteronym=True)
    choices = [list(_spellings(some))[:OF_CHARACTER] for some in syllables]
    return list(islice(product(*choices), OF_NAME))


def _spellings(syllables: Iterable[str]) -> Iterator[str]:
    """Yield each syllable, and 吕 as lv and, like a passport, as lyu."""
    seen = dict.fromkeys(folded(one) for one in syllables)
    for one in seen:
        yield one
        if one in ("lv", "nv"):
            yield f"{one[0]}yu"
