"""The sections of a study's page, and the figures of each.

An endpoint's figures stand in the section of its family; a section that has nothing but
them is there for the cohorts that chose one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from outcomes.cohorts.results import Results
from outcomes.endpoints import ENDPOINTS, USUAL
from outcomes.figures.by_state import STATE_CURVES
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.figure import Figure
from outcomes.figures.ratios import RATIOS
from outcomes.figures.subgroups import FORESTS

OVERVIEW = "overview"
# The usual endpoints that the overview shows; of the others every one, with no more
# curves together than a page is quick with. All stand in their families' sections.
FIRST = ("OS", "RI", "NRM")
MOST_CURVES = 8
CURVES = {one.slug for one in ENDPOINTS.values()}
FORESTS_FIRST = ("OS", "LFS")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its name, the family of its endpoints, its other figures.

    ``always`` is there whatever the cohort chose.
    """

    title: Any
    family: str = ""
    figures: tuple[str, ...] = ()
    always: bool = True


SECTIONS = {
    OVERVIEW: Section(_("Overview")),
    "enrolment": Section(
        _("Patients"), figures=("flow", "recruitment", "characteristics")
    ),
    "survival": Section(_("Survival"), "survival"),
    "incidence": Section(_("Relapse and NRM"), "relapse", ("relapse-and-nrm",)),
    "gvhd": Section(_("GVHD"), "gvhd", always=False),
    "engraftment": Section(_("Engraftment"), "engraftment", always=False),
    "toxicity": Section(_("Toxicity"), "toxicity", ("crs-icans",)),
    "response": Section(_("Response"), "response", ("day-28",)),
    "expansion": Section(_("Expansion"), "persistence", ("expansion",)),
    "courses": Section(_("Courses"), figures=("states", "swimmer")),
    "subgroups": Section(_("Subgroups")),
}


def figures_of(name: str, results: Results) -> list[Figure]:
    """Return the figures of a section that these results can draw."""
    found = [FIGURES[one] for one in _names(name) if FIGURES[one].shown(results)]
    if name != OVERVIEW:
        return found
    beyond = [one.name for one in found if one.name in CURVES][MOST_CURVES:]
    return [one for one in found if one.name not in beyond]


def shown_sections(chosen: Iterable[str]) -> list[str]:
    """Return the sections that there are for these endpoints, in reading order."""
    families = {ENDPOINTS[code].family for code in chosen if code in ENDPOINTS}
    return [
        name
        for name, section in SECTIONS.items()
        if section.always or section.family in families
    ]


def _names(name: str) -> Iterator[str]:
    """Yield the names of a section's figures, those of its endpoints first."""
    section = SECTIONS[name]
    if name == OVERVIEW:
        yield from _overview()
    if name == "subgroups":
        yield from (name for pair in zip(RATIOS, FORESTS, strict=True) for name in pair)
    curves = {code: slug for slug, code in STATE_CURVES.items()}
    own = [one for one in ENDPOINTS.values() if one.family == section.family]
    yield from (one.slug for one in own)
    yield from section.figures
    yield from (curves[one.paramcd] for one in own if one.paramcd in curves)


def _overview() -> Iterator[str]:
    for one in ENDPOINTS.values():
        if one.paramcd in FIRST or one.paramcd not in USUAL:
            yield one.slug
        if one.paramcd == FIRST[0]:
            yield f"{one.slug}-by-state"
    yield from ("crs-icans", "day-28")
    yield from (name for name, code in FORESTS.items() if code in FORESTS_FIRST)
