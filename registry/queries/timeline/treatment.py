"""Treatment on the timeline: product, lymphodepletion, infusion, transplant."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from registry.checks import Case
from registry.checks.spoken import plain
from registry.queries.timeline.mark import Mark, Timeline
from registry.queries.wording import Facts, word

Marks = Iterator[Mark]


def apheresis(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark the leukapheresis."""
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


def lymphodepletion(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark the days of lymphodepletion."""
    start, end = line.day(facts.get("ld_start")), line.day(facts.get("ld_end"))
    if start is not None:
        regimen = word("lymphodepletion", "ld_regimen", facts)
        form = "lymphodepletion"
        yield Mark("treatment", "span", form, facts["id"], start, end, label=regimen)


def infusion(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark the infusion with product and dose."""
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


def hsct(facts: Facts, case: Case, line: Timeline) -> Marks:
    """Mark the transplant, and its conditioning where its days are known."""
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
