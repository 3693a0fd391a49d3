"""What each form puts on the timeline."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from registry.checks import Case
from registry.checks.case import in_remission
from registry.checks.spoken import plain
from registry.queries.sentences import Facts, amount, mrd_words, word
from registry.queries.timeline.after_hsct import acute, chronic, engraftment
from registry.queries.timeline.episodes import crs, icans
from registry.queries.timeline.mark import Mark, Timeline, number

Marks = Iterator[Mark]
FAILED = ("NR", "relapse", "PD", "PMD")


def _apheresis(facts: Facts, case: Case, line: Timeline) -> Marks:
    start = line.day(facts.get("apheresis_date"))
    if start is not None:
        yield Mark(
            "treatment",
            "point",
            "apheresis_product",
            facts["id"],
            start,
            label=_("Apheresis"),
        )


def _lymphodepletion(facts: Facts, case: Case, line: Timeline) -> Marks:
    start, end = line.day(facts.get("ld_start")), line.day(facts.get("ld_end"))
    if start is not None:
        regimen = word("lymphodepletion", "ld_regimen", facts)
        form = "lymphodepletion"
        yield Mark("treatment", "span", form, facts["id"], start, end, label=regimen)


def _infusion(facts: Facts, case: Case, line: Timeline) -> Marks:
    start = line.day(facts.get("infusion_date"))
    if start is None:
        return
    course = facts.get("course_no") or 1
    products = case.of("apheresis_product")
    made = [p for p in products if (p.get("course_no") or 1) == course]
    product = made[0].get("product") or "" if made else ""
    dose = facts.get("dose_1e6_per_kg")
    target = made[0].get("target") or "" if made else ""
    said = [f"{plain(dose)} × 10⁶/kg" if dose is not None else "", target]
    yield Mark(
        "treatment",
        "infusion",
        "infusion",
        facts["id"],
        start,
        label=f"CAR-T {product}".strip(),
        note=" · ".join(filter(None, said)),
    )


def _expansion(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark the highest measurement alone; the others stand in the table of forms."""
    day, copies = line.day(facts.get("expansion_date")), facts.get("copies_per_ug")
    every = [one.get("copies_per_ug") or 0 for one in case.of("expansion")]
    if day is not None and copies and copies == max(every):
        yield Mark(
            "response",
            "small",
            "expansion",
            facts["id"],
            day,
            label=_("peak %(number)s") % {"number": amount(copies)},
            note=_("copies/µg, day %(day)s") % {"day": number(day)},
        )


def _assessment(facts: Facts, case: Case, line: Timeline) -> Marks:
    day = line.day(facts.get("assessment_date"))
    if day is None:
        return
    form, answers = (
        "disease_assessment",
        ("response", "lymphoma_response", "myeloma_response"),
    )
    response = next((facts[name] for name in answers if facts.get(name)), "")
    blasts = facts.get("bm_blasts_pct")
    said = [response, mrd_words(facts, case)]
    if not any(said) and blasts is not None:
        said = [_("blasts %(number)s %%") % {"number": plain(blasts)}]
    good = in_remission(facts)
    kind = "good" if good else "poor" if response in FAILED else "point"
    note = [_("day %(number)s") % {"number": number(day)}, facts.get("mrd_method")]
    label = ", ".join(filter(None, said)) or word(form, "time_point", facts)
    note = ", ".join(filter(None, note))
    if good and facts["id"] == _first_remission(case, line):
        end = _end_of_remission(case, line)
        if end > day:
            yield Mark("response", "remission", form, facts["id"], day, end)
    yield Mark("response", kind, form, facts["id"], day, label=label, note=note)


def _first_remission(case: Case, line: Timeline) -> Any:
    found = [
        (one["assessment_date"], one["id"])
        for one in case.of("disease_assessment")
        if one.get("assessment_date") and in_remission(one)
    ]
    return min((f for f in found if f[0] >= line.day_zero), default=(None, None))[1]


def _end_of_remission(case: Case, line: Timeline) -> int:
    """Return the day of relapse, of death, or of the last contact."""
    relapses = [one.get("relapse_date") for one in case.of("relapse")]
    ends = [day for day in (*relapses, case.death_date) if day]
    ends = ends or [day for day in [_last_contact(case)] if day]
    return line.day(min(ends, default=line.day_zero)) or 0


def _last_contact(case: Case) -> Any:
    days = [one.get("visit_date") for one in case.of("follow_up")]
    return max((day for day in days if day), default=None)


def _hsct(facts: Facts, case: Case, line: Timeline) -> Marks:
    day, start = line.day(facts["hsct_date"]), line.day(facts.get("conditioning_start"))
    if day is None:
        return
    regimen, cells = facts.get("conditioning") or "", facts.get("cd34_1e6_per_kg")
    if start is not None and start < day:
        yield Mark("treatment", "span", "hsct", facts["id"], start, day, label=regimen)
        regimen = ""
    said = [word("hsct", "donor", facts), facts.get("hla_match")]
    note = [facts.get("graft"), regimen]
    note += [f"CD34 {plain(cells)} × 10⁶/kg"] if cells is not None else []
    yield Mark(
        "treatment",
        "hsct",
        "hsct",
        facts["id"],
        day,
        label=" ".join(["HSCT", *filter(None, said)]),
        note=" · ".join(filter(None, note)),
    )


def _relapse(facts: Facts, case: Case, line: Timeline) -> Marks:
    day = line.day(facts["relapse_date"])
    if day is not None:
        yield Mark(
            "response",
            "relapse",
            "relapse",
            facts["id"],
            day,
            label=_("Relapse"),
            note=word("relapse", "relapse_type", facts),
        )


def _follow_up(facts: Facts, case: Case, line: Timeline) -> Marks:
    day = line.day(facts["visit_date"])
    if day is None:
        return
    visit = word("follow_up", "visit", facts)
    if facts["visit_date"] == case.death_date:
        return
    if facts["visit_date"] != _last_contact(case) or case.death_date:
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
    "apheresis_product": _apheresis,
    "lymphodepletion": _lymphodepletion,
    "infusion": _infusion,
    "expansion": _expansion,
    "crs_episode": crs,
    "icans_episode": icans,
    "disease_assessment": _assessment,
    "hsct": _hsct,
    "engraftment": engraftment,
    "agvhd_episode": acute,
    "cgvhd_episode": chronic,
    "relapse": _relapse,
    "follow_up": _follow_up,
    "death": _death,
}
