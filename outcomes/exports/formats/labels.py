"""What statistics packages know of a column beside its values. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from string import ascii_lowercase, ascii_uppercase, digits

from registry.codelists.base import CodeList
from registry.codelists.general import MISSING
from registry.variables.spec import REASONS

# SPSS: a range of user-missing numbers, far from every limit of the registry.
MISSING_NUMBERS = {reason: -999_991 - n for n, reason in enumerate(REASONS)}
# Stata: .a and so on.
MISSING_LETTERS = dict(zip(REASONS, ascii_lowercase, strict=False))
MARK = 3


def numbered(codes: CodeList, found: Iterable[str]) -> dict[str, int]:
    """Return a number for each code: its own, else its place in the list.

    What is ``found`` and is not in the list, such as a code that was given up, follows.
    """
    later = sorted(set(found) - set(codes.values))
    values = [*codes.values, *later]
    if all(re.fullmatch("-?[0-9]{1,6}", value) for value in values):
        return {value: int(value) for value in values}
    return {value: place for place, value in enumerate(values, 1)}


def labels(
    codes: CodeList, numbers: Mapping[str, int], language: str
) -> dict[int, str]:
    """Return the label of each number."""
    known = {code.value: code.label.in_language(language) for code in codes}
    return {number: known.get(value, value) for value, number in numbers.items()}


def why_absent(language: str) -> dict[str, str]:
    """Return the label of each reason for absence."""
    return {reason: MISSING.label(reason).in_language(language) for reason in REASONS}


def short(name: str, longest: int) -> str:
    """Return a name of at most ``longest`` letters, the same whatever stands beside it.

    A longer one keeps its beginning, and ends in a mark of the whole.
    """
    if len(name) <= longest:
        return name
    plain = name.replace("_", "") if longest < len("crs_onset") else name
    return plain[: longest - MARK] + _mark(name)


def _mark(name: str) -> str:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])
    letters = digits + (ascii_uppercase if name.isupper() else ascii_lowercase)
    mark = ""
    for _ in range(MARK):
        number, place = divmod(number, len(letters))
        mark += letters[place]
    return mark


def cut(text: str, most: int) -> str:
    """Return as many whole characters of ``text`` as ``most`` bytes of UTF-8 hold."""
    return text.encode()[:most].decode(errors="ignore")
