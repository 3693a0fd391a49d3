"""Print the endpoints with their definitions, as ``docs/endpoints.md`` has them."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from outcomes.endpoints import ENDPOINTS, FAMILIES, USUAL, Endpoint

HEAD = """# Endpoints

Written by `manage.py endpoints`: every endpoint as the registry derives it, by its
code in cohorts, in REST and in `adtte`. A cohort that chooses none has {usual}. Time is
whole days from time zero; events come at the end of their day.
"""
BEGIN = {"infusion": "CAR-T infusion", "hsct": "HSCT"}


class Command(BaseCommand):
    """Print them as Markdown."""

    help = "Print every endpoint with its definition, as docs/endpoints.md has them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write to standard output."""
        self.stdout.write(text(), ending="")


def text() -> str:
    """Return the page."""
    usual = ", ".join(f"`{code}`" for code in USUAL)
    parts = [HEAD.format(usual=usual)]
    for family, name in FAMILIES.items():
        parts.append(f"## {name.en}\n")
        own = (one for one in ENDPOINTS.values() if one.family == family)
        parts += ["\n".join(_lines(one)) + "\n" for one in own]
    return "\n".join(parts)


def _lines(one: Endpoint) -> Iterator[str]:
    index = " or ".join(BEGIN[kind] for kind in one.from_index)
    begins = one.begins.en if one.begins else index
    curve = "Kaplan–Meier" if one.survives else "Aalen–Johansen"
    yield f"### `{one.paramcd}` {one.name.en} · {one.name.zh}\n"
    yield f"{one.definition.en}\n"
    yield f"{one.definition.zh}\n"
    yield f"- time zero: {begins}; curve: {curve}"
    yield "- cause " + "; ".join(f"{i} {c.en}" for i, c in enumerate(one.causes, 1))
    if one.days:
        yield f"- followed for {one.days} days, read at day {one.read_at}"
    if one.option_of:
        yield f"- another way to read `{one.option_of}`"
    if one.stacked:
        yield "- drawn with all causes, one on the other"
    yield f"- source: {one.source}"
