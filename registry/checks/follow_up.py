"""Checks of one contact with the patient."""

from datetime import date

from registry.checks.case import Case
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.names import event_words, events


@check(
    "DQ035",
    "follow_up",
    Severity.HARD,
    Group.DATES,
    says=(
        "Known alive on {visit_date}, after the death ({death_date}).",
        "{visit_date} 记录为存活，晚于死亡日期（{death_date}）。",
    ),
    fix=("Correct the date or the vital status.", "请更正日期或生存状态。"),
    at=("visit_date",),
)
def not_alive_after_death(
    visit_date: date, vital_status: str, death_date: date
) -> Answer:
    """Nobody is known alive after the recorded death."""
    return vital_status != "alive" or visit_date <= death_date


@check(
    "DQ038",
    "follow_up",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "Vital status is dead, but no date of death is recorded.",
        "生存状态为死亡，但无死亡日期。",
    ),
    fix=(
        "Enter the death form first, or correct the vital status.",
        "请先填写死亡表，或更正生存状态。",
    ),
    at=("vital_status",),
)
def dead_has_a_death(vital_status: str, case: Case) -> Answer:
    """Who is dead has a death form, be its day known or not."""
    return vital_status != "dead" or case.death is not None


@check(
    "DQ038",
    "follow_up",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "Vital status is alive on the day of the recorded death ({death_date}).",
        "死亡当日（{death_date}）生存状态记录为存活。",
    ),
    fix=("Correct the vital status or the death form.", "请更正生存状态或死亡表。"),
    at=("vital_status", "visit_date"),
)
def not_alive_on_the_day_of_death(
    vital_status: str, visit_date: date, death_date: date
) -> Answer:
    """The contact of the day of death says dead."""
    return vital_status != "alive" or visit_date != death_date


@check(
    "DQ037",
    "follow_up",
    Severity.HARD,
    Group.DATES,
    says=(
        "Last contact ({last_contact_date}) is before other events: {events}.",
        "末次随访（{last_contact_date}）早于其他事件：{events}。",
    ),
    fix=(
        "Correct the last contact, or the date of the event.",
        "请更正末次随访，或事件日期。",
    ),
    at=("visit_date",),
)
def last_contact_is_last(last_contact_date: date, case: Case) -> Answer:
    """The last contact that a source states is not before an event."""
    later = sorted(one for one in events(case) if one[0] > last_contact_date)
    return wrong(events=event_words(later[::-1])) if later else True
