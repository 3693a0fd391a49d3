"""Labels as Django wants them: lazy, in the reader's language."""

from collections.abc import Iterable

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext

from registry.codelists.base import CodeList, Label


def _words(en: str, zh: str) -> str:
    return Label(en, zh).in_language(get_language())


_lazy_words = lazy(_words, str)


def translated(label: Label) -> str:
    """Return ``label`` as a lazy string in the language active when it is read."""
    return _lazy_words(label.en, label.zh)


def choices(codes: CodeList) -> list[tuple[str, str]]:
    """Return Django choices of a code list, labels lazy."""
    return [(code.value, translated(code.label)) for code in codes]


def series(words: Iterable[str]) -> str:
    """Return words one after the other as the reader's language lists them."""
    return gettext(", ").join(words)


def sentences(said: Iterable[str]) -> str:
    """Return sentences one after the other; Chinese leaves no space between them."""
    chinese = (get_language() or "").startswith("zh")
    return ("" if chinese else " ").join(filter(None, said))


def headed(name: object, words: object) -> str:
    """Return words behind what they are about."""
    return gettext(": ").join((str(name), str(words)))


def clauses(words: Iterable[str]) -> str:
    """Return what is each a list of words, or a sentence's part, in one line."""
    return gettext("; ").join(words)
