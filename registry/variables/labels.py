"""Labels as Django wants them: lazy, in the reader's language."""

from django.utils.functional import lazy
from django.utils.translation import get_language

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
