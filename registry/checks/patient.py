"""Checks of the registration."""

from datetime import date
from decimal import Decimal

from registry.checks.case import Case
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.names import DATES, dates_of, event_words, events
from registry.checks.phrases import EITHER_OR_EXPLAIN, ONE_OF_TWO_DATES

OLDEST = 110


@check(
    "DQ004",
    "patient",
    Severity.HARD,
    Group.DATES,
    says=(
        "Birth date {birth_date} is out of range: {age} years old.",
        "出生日期 {birth_date} 超出范围：年龄{age}岁。",
    ),
    fix=("Correct the birth date.", "请更正出生日期。"),
)
def born_in_range(birth_date: date, case: Case) -> Answer:
    """A patient was born since 1900 and is at most 110 years old."""
    age = case.today.year - birth_date.year
    if birth_date >= date(1900, 1, 1) and age <= OLDEST:
        return True
    return wrong(age=age)


@check(
    "DQ002",
    "patient",
    Severity.HARD,
    Group.DATES,
    says=(
        "Birth date {birth_date} is after what is recorded of the patient: {events}.",
        "出生日期 {birth_date} 晚于已记录的事件：{events}。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def born_before_everything(birth_date: date, case: Case) -> Answer:
    """Nothing happened to the patient before the birth."""
    own = [(day, "patient", name) for name, day in dates_of(case.patient)]
    early = sorted(
        event
        for event in (*own, *events(case))
        if event[0] < birth_date and event[2] in DATES
    )
    return wrong(events=event_words(early)) if early else True


@check(
    "DQ040",
    "patient",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Consent is dated {consent_date}, after the infusion ({first_infusion}).",
        "知情同意日期 {consent_date} 晚于回输（{first_infusion}）。",
    ),
    fix=(
        "Check both dates; correct one, or explain how consent was given.",
        "请核对两个日期并更正，或说明同意如何取得。",
    ),
    at=("consent_date",),
)
def consent_before_infusion(
    consent_date: date, consent_status: str, first_infusion: date
) -> Answer:
    """Consent that was given was given by the day of infusion."""
    return consent_status != "given" or consent_date <= first_infusion


@check(
    "DQ041",
    "patient",
    Severity.HARD,
    Group.DATES,
    says=(
        "Consent was withdrawn on {consent_withdrawn_date}, but later data exist: "
        "{events}.",
        "已于 {consent_withdrawn_date} 撤回同意，但其后仍有数据：{events}。",
    ),
    fix=(
        "Correct the date of withdrawal, or remove the later records.",
        "请更正撤回日期，或删除其后的记录。",
    ),
    at=("consent_withdrawn_date",),
)
def nothing_after_withdrawal(
    consent_withdrawn_date: date, consent_status: str, case: Case
) -> Answer:
    """No event is recorded after consent was withdrawn."""
    if consent_status != "withdrawn":
        return True
    late = sorted(one for one in events(case) if one[0] > consent_withdrawn_date)
    return wrong(events=event_words(late)) if late else True


@check(
    "DQ053",
    "patient",
    Severity.SOFT,
    Group.RANGES,
    says=(
        "Height {height_cm} cm and weight {weight_kg} kg give a BMI of {bmi}.",
        "身高 {height_cm} cm、体重 {weight_kg} kg，BMI 为 {bmi}。",
    ),
    fix=EITHER_OR_EXPLAIN,
)
def height_fits_weight(height_cm: Decimal, weight_kg: Decimal) -> Answer:
    """The body mass index lies between 10 and 60."""
    if not height_cm:
        return True
    bmi = Decimal(str(weight_kg)) / (Decimal(str(height_cm)) / 100) ** 2
    return 10 <= bmi <= 60 or wrong(bmi=bmi.quantize(Decimal("0.1")))


@check(
    "DZ006",
    "patient",
    Severity.HARD,
    Group.DATES,
    says=(
        "Withdrawal ({consent_withdrawn_date}) is before the consent ({consent_date}).",
        "撤回日期（{consent_withdrawn_date}）早于同意日期（{consent_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def withdrawn_after_consent(
    consent_withdrawn_date: date, consent_date: date, consent_status: str
) -> Answer:
    """Consent is withdrawn after it was given; it may be given again later."""
    return consent_status != "withdrawn" or consent_withdrawn_date >= consent_date
