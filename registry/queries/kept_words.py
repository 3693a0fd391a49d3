"""Free text as a query keeps it: a fingerprint, which tells whether the words stand.

A name that was typed by mistake is corrected in the record and redacted in its history;
no query has a copy. The fingerprint is keyed with the installation's secret, and with
where the text stands, so that nobody can try names on a copy of the database, nor tell
that two patients have the same text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "registry.queries.kept_words"
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Words:
    """A free text that stands in a field of a record; JSON does not take it."""

    text: str
    record: object
    field: str

    @property
    def kept(self) -> dict[str, str]:
        """Return what a query keeps of it."""
        return {"text": self._fingerprint(settings.SECRET_KEY)}

    def is_kept_as(self, kept: object) -> bool:
        """Tell whether ``kept`` was kept of these words, or is them, as it once was."""
        if not isinstance(kept, Mapping):
            return kept == self.text
        return kept.get("text") in self._fingerprints()

    def _fingerprints(self) -> list[str]:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return [self._fingerprint(key) for key in keys]

    def _fingerprint(self, key: str) -> str:
        said = f"{self.record}\n{self.field}\n{self.text}"
        digest = salted_hmac(SALT, said, secret=key, algorithm="sha256")
        return digest.hexdigest()[:DIGITS]


def as_kept(value: Any) -> Any:
    """Return ``value`` as a query keeps it, without any words."""
    if isinstance(value, Words):
        return value.kept
    if isinstance(value, list):
        return [as_kept(one) for one in value]
    if isinstance(value, Mapping):
        return {name: as_kept(one) for name, one in value.items()}
    return value


def is_same(kept: Any, value: Any) -> bool:
    """Tell whether ``value`` is what was kept."""
    if isinstance(value, Words):
        return value.is_kept_as(kept)
    if isinstance(value, list) and isinstance(kept, list):
        pairs = zip(kept, value, strict=False)
        return len(kept) == len(value) and all(is_same(*pair) for pair in pairs)
    if isinstance(value, Mapping) and isinstance(kept, Mapping):
        named = kept.keys() == value.keys()
        return named and all(is_same(kept[name], value[name]) for name in value)
    return bool(kept == value)
