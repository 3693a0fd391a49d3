"""Checks of death and its causes."""

from datetime import date

from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.names import event_words, events
from registry.checks.phrases import EITHER_OR_EXPLAIN
from registry.codelists.base import Label

REFRACTORY = frozenset({"primary_refractory", "relapsed_refractory"})
NOT_RESPONDING = frozenset({"NR", "relapse"})
# The form in which a cause of death must have been recorded, and its question.
FORM_OF_CAUSE = {
    "gvhd_acute": ("agvhd_episode", "agvhd_occurred", Label("acute GVHD", "急性GVHD")),
    "gvhd_chronic": (
        "cgvhd_episode",
        "cgvhd_occurred",
        Label("chronic GVHD", "慢性GVHD"),
    ),
    "crs": ("crs_episode", "crs_occurred", Label("CRS", "CRS")),
    "icans": ("icans_episode", "icans_occurred", Label("ICANS", "ICANS")),
}


@check(
    "DQ036",
    "death",
    Severity.HARD,
    Group.DATES,
    says=(
        "Death ({death_date}) is before other recorded events: {events}.",
        "死亡（{death_date}）早于其他已记录事件：{events}。",
    ),
    fix=(
        "Correct the date of death, or the date of the event.",
        "请更正死亡日期，或事件日期。",
    ),
    at=("death_date",),
)
def nothing_after_death(death_date: date, case: Case) -> Answer:
    """Nothing happens to the patient after the death."""
    later = sorted(one for one in events(case) if one[0] > death_date)
    return wrong(events=event_words(later)) if later else True


@check(
    "DQ104",
    "death",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Death from relapse, but neither relapse, progression nor refractory disease "
        "is recorded.",
        "死因为复发，但无复发、进展或难治记录。",
    ),
    fix=("Add the relapse, or correct the cause.", "请补录复发，或更正死因。"),
    at=("cause_of_death",),
)
def death_from_relapse_has_one(cause_of_death: str, case: Case) -> Answer:
    """Who dies of the disease had it: relapsed, progressing or never in remission."""
    return cause_of_death != "relapse" or bool(case.of("relapse")) or _refractory(case)


def _refractory(case: Case) -> bool:
    status = {one.get("recorded_status") for one in case.of("diagnosis")}
    answers = {one.get("response") for one in case.of("disease_assessment")}
    answers |= {one.get("status_at_hsct") for one in case.of("hsct")}
    return bool(status & REFRACTORY or answers & NOT_RESPONDING)


@check(
    "DQ105",
    "death",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The cause of death is not relapse, but a relapse is recorded on {day}: it "
        "counts as relapse, not as non-relapse mortality.",
        "死因非复发，但 {day} 有复发记录：统计时计为复发，而非非复发死亡。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("cause_of_death",),
    also={"relapse": ("relapse_date",)},
)
def death_without_relapse_has_none(
    cause_of_death: str, death_date: date, case: Case
) -> Answer:
    """A death without relapse has no relapse before it."""
    if cause_of_death in ("relapse", "unknown"):
        return True
    dates = [one.get("relapse_date") for one in case.of("relapse")]
    earlier = [day for day in dates if day and day <= death_date]
    return wrong(day=min(earlier)) if earlier else True


@check(
    "DQ106",
    "death",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The cause of death is {cause}, but none is recorded.",
        "死因为{cause}，但无相应记录。",
    ),
    fix=("Add its form, or correct the cause.", "请补录相应表单，或更正死因。"),
    at=("cause_of_death",),
)
def cause_has_its_form(cause_of_death: str, case: Case) -> Answer:
    """A cause of death that has a form was recorded there."""
    if cause_of_death not in FORM_OF_CAUSE:
        return True
    form, question, cause = FORM_OF_CAUSE[cause_of_death]
    recorded = any(one.get(question) == "yes" for one in case.of(form))
    return recorded or wrong(cause=cause)


@check(
    "DQ115",
    "death",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "More than 90 days after the death ({death_date}) its cause is not known.",
        "死亡（{death_date}）90天后死因仍不详。",
    ),
    fix=("Enter the cause of death.", "请填写死因。"),
    at=("cause_of_death",),
)
def cause_is_known_in_time(death_date: date, record: Record, case: Case) -> Answer:
    """By 90 days after death its cause is known."""
    if case.today <= death_date + days(90):
        return True
    return record.get("cause_of_death") not in (None, "", "unknown")
