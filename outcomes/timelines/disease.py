"""The disease along the way: responses, relapses, therapies for it, death. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from outcomes.endpoints import Death, Relapse, RemissionStatus, Response, Therapy
from outcomes.imputation import flag_of
from registry.checks import Case
from registry.checks.case import in_remission
from registry.queries.derived.cause import cause_category

Record = Mapping[str, Any]
# Findings short of a remission that are a partial response, on any of the scales.
PARTIAL = {
    "response": {"PR"},
    "lymphoma_response": {"PMR", "PR"},
    "myeloma_response": {"VGPR", "PR"},
}
FOR_THE_DISEASE = ("relapse", "mrd")
LOCAL = frozenset({"radiotherapy", "intrathecal"})
# What a form of its own dates.
WITH_FORMS = frozenset({"CAR_T", "HSCT"})
NOT_A_THERAPY = frozenset({"none"})


def relapses(case: Case) -> Iterator[Relapse]:
    """Yield every dated relapse or progression."""
    for one in case.of("relapse"):
        if day := one.get("relapse_date"):
            yield Relapse(day, one.get("relapse_type"), flag_of(day))


def remissions(case: Case) -> Iterator[RemissionStatus]:
    """Yield what assessments, transplants and visits say of remission."""
    for one in case.of("disease_assessment"):
        day, response = one.get("assessment_date"), one.get("response")
        if day and (response or in_remission(one)) and response != "not_evaluable":
            yield RemissionStatus(day, in_remission(one))
    for one in case.hscts:
        if status := one.get("status_at_hsct"):
            yield RemissionStatus(one["hsct_date"], status.startswith("CR"))
    for one in case.of("follow_up"):
        if one.get("visit_date") and one.get("in_remission") in ("yes", "no"):
            yield RemissionStatus(one["visit_date"], one["in_remission"] == "yes")


def responses(case: Case) -> Iterator[Response]:
    """Yield what each assessment found that could be evaluated."""
    for one in case.of("disease_assessment"):
        day: date | None = one.get("assessment_date")
        said = [v for v in map(one.get, PARTIAL) if v and v != "not_evaluable"]
        if day is None or not said:
            continue
        if in_remission(one):
            yield Response(day, "complete", flag_of(day))
        elif any(one.get(scale) in codes for scale, codes in PARTIAL.items()):
            yield Response(day, "partial", flag_of(day))
        else:
            yield Response(day, "none", flag_of(day))


def therapies(case: Case) -> Iterator[Therapy]:
    """Yield the dated further therapies that have no form of their own."""
    for one in case.of("subsequent_therapy"):
        classes = frozenset(one.get("subsequent_class") or ())
        if (day := one.get("subsequent_start")) is None:
            continue
        if classes and classes <= WITH_FORMS | NOT_A_THERAPY:
            continue
        failing = one.get("subsequent_reason") in FOR_THE_DISEASE
        yield Therapy(day, failing, systemic=not classes or not classes <= LOCAL)


def death_of(case: Case) -> Death | None:
    """Return the death, where its day is known or imputed."""
    record = case.death
    day = record.get("death_date") if record else None
    if record is None or day is None:
        return None
    cause = record.get("cause_of_death")
    return Death(day, cause, flag_of(day), cause_category(cause, day, case))
