"""Coded answers: what a code list is and how it is read. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Label:
    """The same words in the registry's two languages."""

    en: str
    zh: str

    def in_language(self, language: str | None) -> str:
        """Return the Chinese words for any Chinese language code, else the English."""
        return self.zh if (language or "").lower().startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Code:
    """One answer that can be stored, and what people read for it."""

    value: str
    label: Label


@dataclass(frozen=True)
class CodeList:
    """A closed list of answers, in the order in which people read them."""

    name: str
    codes: tuple[Code, ...]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, value: object) -> bool:
        return value in self.values

    @cached_property
    def values(self) -> tuple[str, ...]:
        """Return the stored codes."""
        return tuple(code.value for code in self.codes)

    def label(self, value: str) -> Label:
        """Return the label of ``value``.

        Raises KeyError when the list does not have it.
        """
        for code in self.codes:
            if code.value == value:
                return code.label
        raise KeyError(f"{value!r} is not a code of {self.name}: {self.values}")


def codelist(name: str, *codes: tuple[str, str, str]) -> CodeList:
    """Build a list from (code, English, Chinese)."""
    return CodeList(name, tuple(Code(v, Label(en, zh)) for v, en, zh in codes))
