"""What each form puts on the timeline."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from registry.checks import Case
from registry.queries.timeline.after_hsct import acute, chronic, engraftment
from registry.queries.timeline.complications import (
    bridging,
    chimerism,
    dli,
    iec_hs,
    infection,
    malignancy,
    sos,
    subsequent,
    tma,
    toxicity,
)
from registry.queries.timeline.episodes import crs, icans
from registry.queries.timeline.mark import Mark, Timeline, number
from registry.queries.timeline.response import (
    assessment,
    expansion,
    last_contact,
    relapse,
)
from registry.queries.timeline.treatment import (
    apheresis,
    hsct,
    infusion,
    lymphodepletion,
)
from registry.queries.wording import Facts, word

Marks = Iterator[Mark]


def _follow_up(facts: Facts, case: Case, line: Timeline) -> Marks:
    day = line.day(facts["visit_date"])
    if day is None:
        return
    visit = word("follow_up", "visit", facts)
    if facts["visit_date"] == case.death_date:
        return
    if facts["visit_date"] != last_contact(case) or case.death:
        yield Mark("contacts", "contact", "follow_up", facts["id"], day, label=visit)
        return
    vital = word("follow_up", "vital_status", facts)
    yield Mark(
        "contacts",
        "last",
        "follow_up",
        facts["id"],
        day,
        label=_("last contact, %(vital)s") % {"vital": vital or "–"},
        note=_("day %(number)s") % {"number": number(day)},
    )


def _death(facts: Facts, case: Case, line: Timeline) -> Marks:
    day = line.day(facts["death_date"])
    if day is not None:
        told = [_("day %(number)s") % {"number": number(day)}]
        told.append(word("death", "cause_of_death", facts))
        yield Mark(
            "contacts",
            "death",
            "death",
            facts["id"],
            day,
            label=_("Death"),
            note=" · ".join(filter(None, told)),
        )


MARKS: dict[str, Callable[[Facts, Case, Timeline], Marks]] = {
    "apheresis_product": apheresis,
    "bridging": bridging,
    "lymphodepletion": lymphodepletion,
    "infusion": infusion,
    "expansion": expansion,
    "crs_episode": crs,
    "icans_episode": icans,
    "iec_hs": iec_hs,
    "infection": infection,
    "other_toxicity": toxicity,
    "disease_assessment": assessment,
    "hsct": hsct,
    "engraftment": engraftment,
    "chimerism": chimerism,
    "agvhd_episode": acute,
    "cgvhd_episode": chronic,
    "sos_vod": sos,
    "ta_tma": tma,
    "dli": dli,
    "relapse": relapse,
    "subsequent_therapy": subsequent,
    "second_malignancy": malignancy,
    "follow_up": _follow_up,
    "death": _death,
}
