"""How a scale declares its findings, one short line each."""

from registry.codelists.base import CodeList, Label
from registry.grading.findings import Finding, Kind


def yes_no(name: str, en: str, zh: str, *, default: bool | None = None) -> Finding:
    """Return a finding that is true or false."""
    return Finding(
        name, Label(en, zh), Kind.YES_NO, bands=(False, True), default=default
    )


def coded(
    name: str,
    en: str,
    zh: str,
    codes: CodeList,
    *,
    bands: tuple[str, ...] | None = None,
    default: str | None = None,
) -> Finding:
    """Return a finding answered by a code of ``codes``."""
    return Finding(
        name,
        Label(en, zh),
        Kind.CODE,
        codes=codes,
        bands=codes.values if bands is None else bands,
        default=default,
    )


def levels(name: str, en: str, zh: str, codes: CodeList) -> Finding:
    """Return a finding whose codes are numerals: a stage, a score, a grade."""
    steps = tuple(int(value) for value in codes.values)
    return Finding(
        name,
        Label(en, zh),
        Kind.WHOLE,
        codes=codes,
        limits=(steps[0], steps[-1]),
        bands=steps,
    )


def whole(
    name: str,
    en: str,
    zh: str,
    low: int,
    high: int,
    *,
    unit: str = "",
    bands: tuple[int, ...] | None = None,
) -> Finding:
    """Return a whole number; without ``bands`` every one of its values is tried."""
    return Finding(
        name,
        Label(en, zh),
        Kind.WHOLE,
        limits=(low, high),
        unit=unit,
        bands=tuple(range(low, high + 1)) if bands is None else bands,
    )


def number(
    name: str,
    en: str,
    zh: str,
    low: float,
    high: float,
    *,
    unit: str = "",
    bands: tuple[float, ...] = (),
    default: float | None = None,
) -> Finding:
    """Return a measured number."""
    return Finding(
        name,
        Label(en, zh),
        Kind.NUMBER,
        limits=(low, high),
        unit=unit,
        bands=bands,
        default=default,
    )


def steps(name: str, en: str, zh: str, codes: CodeList) -> Finding:
    """Return a number that can only be one of the numerals of ``codes``."""
    values = tuple(sorted(float(value) for value in codes.values))
    return Finding(
        name,
        Label(en, zh),
        Kind.NUMBER,
        codes=codes,
        limits=(values[0], values[-1]),
        bands=values,
    )


def series(name: str, en: str, zh: str, high: float, *, unit: str) -> Finding:
    """Return counts by day: a list of [day, value]."""
    return Finding(name, Label(en, zh), Kind.SERIES, limits=(0, high), unit=unit)


def death() -> Finding:
    """Return the finding that the toxicity itself was the cause of death."""
    return yes_no("death", "Death caused by this toxicity", "因该毒性死亡")
