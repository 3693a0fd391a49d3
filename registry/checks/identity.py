"""Rows, infusions and patients that were entered twice."""

from collections.abc import Iterator

from registry.checks.case import Case, Record, is_blank
from registry.checks.declare import Answer, check, every_field, wrong
from registry.checks.findings import Finding, Group, Severity

# What makes two rows of a form the same: the key date and the type.
SAME_WHEN: dict[str, tuple[str, ...]] = {
    "diagnosis": ("diagnosis_date", "disease"),
    "prior_line": ("start_date", "regimen"),
    "disease_assessment": ("assessment_date", "time_point"),
    "apheresis_product": ("apheresis_date", "course_no"),
    "lymphodepletion": ("ld_start", "course_no"),
    "bridging": ("bridging_start", "course_no"),
    "blood_count": ("count_date",),
    "infection": ("infection_onset_date", "infection_type", "organism"),
    "aplasia": ("aplasia_date", "aplasia_type"),
    "other_toxicity": ("tox_onset_date", "tox_term"),
    "expansion": ("expansion_date", "expansion_specimen", "expansion_method"),
    "crs_episode": ("crs_onset_date", "course_no"),
    "icans_episode": ("icans_onset_date", "course_no"),
    "iec_hs": ("iec_hs_onset_date", "course_no"),
    "chimerism": ("chimerism_date", "chimerism_lineage", "chimerism_method"),
    "agvhd_episode": ("agvhd_onset_date", "hsct_no"),
    "cgvhd_episode": ("cgvhd_onset_date", "hsct_no"),
    "sos_vod": ("sos_onset_date", "hsct_no"),
    "ta_tma": ("tma_onset_date", "hsct_no"),
    "dli": ("dli_date",),
    "subsequent_therapy": ("subsequent_start",),
    "second_malignancy": ("malignancy_date", "malignancy_type"),
    "relapse": ("relapse_date", "relapse_type"),
    "follow_up": ("visit_date", "visit"),
}
SAME_ROW = every_field(
    "DQ123",
    Severity.SOFT,
    Group.IDENTITY,
    says=(
        "Another row of this form has the same date ({day}) and type.",
        "本表已有日期（{day}）和类型相同的记录。",
    ),
    fix=(
        "Remove one of the two, or confirm that both are meant.",
        "请删除其中一条，或确认两条均有效。",
    ),
)


def same_row(form: str, record: Record, case: Case) -> Iterator[Finding]:
    """Yield that another row of the form has the same key date and type."""
    fields = SAME_WHEN.get(form)
    if fields is None or is_blank(record.get(fields[0])):
        return
    key = [record.get(name) for name in fields]
    for other in case.others(form, record):
        if [other.get(name) for name in fields] == key:
            words = {"day": record[fields[0]]}
            yield SAME_ROW.found(form, fields[:1], words, record=record.get("id"))
            return


@check(
    "DQ122",
    "infusion",
    Severity.HARD,
    Group.IDENTITY,
    says=(
        "Another infusion is recorded on {infusion_date}.",
        "{infusion_date} 已有另一次回输记录。",
    ),
    fix=(
        "Correct the date, or remove the infusion that was entered twice.",
        "请更正日期，或删除重复录入的回输。",
    ),
    at=("infusion_date",),
)
def infusion_entered_once(infusion_date: object, record: Record, case: Case) -> Answer:
    """No two infusions have the same day 0."""
    others = case.others("infusion", record)
    return all(other.get("infusion_date") != infusion_date for other in others)


@check(
    "DQ122",
    "hsct",
    Severity.HARD,
    Group.IDENTITY,
    says=(
        "Another HSCT is recorded on {hsct_date}.",
        "{hsct_date} 已有另一次移植记录。",
    ),
    fix=(
        "Correct the date, or remove the transplant that was entered twice.",
        "请更正日期，或删除重复录入的移植。",
    ),
    at=("hsct_date",),
)
def hsct_entered_once(hsct_date: object, record: Record, case: Case) -> Answer:
    """No two transplants have the same day 0."""
    others = case.others("hsct", record)
    return all(other.get("hsct_date") != hsct_date for other in others)


@check(
    "DQ122",
    "death",
    Severity.HARD,
    Group.IDENTITY,
    says=(
        "The patient has another death form, of {day}.",
        "该患者已有另一份死亡记录（{day}）。",
    ),
    fix=(
        "Correct that one, or take back the form that was entered twice.",
        "请更正已有记录，或撤回重复录入的表单。",
    ),
    at=("death_date",),
)
def death_entered_once(death_date: object, record: Record, case: Case) -> Answer:
    """Nobody dies twice: two forms would leave the day of death to chance."""
    other = next(iter(case.others("death", record)), None)
    return True if other is None else wrong(day=other.get("death_date"))


@check(
    "DQ120",
    "patient",
    Severity.SOFT,
    Group.IDENTITY,
    says=(
        "Patient {other} has the same sex and birth date and was treated on the "
        "same day ({day}).",
        "患者{other}性别、出生日期相同，且同日（{day}）接受治疗。",
    ),
    fix=(
        "Open both: keep one registration, or confirm that they are two people.",
        "请核对两份登记：保留一份，或确认为两人。",
    ),
    at=("birth_date", "sex"),
    also={"infusion": ("infusion_date",), "hsct": ("hsct_date",)},
)
def registered_once(birth_date: object, sex: str, case: Case) -> Answer:
    """No other patient of the centre was born and treated on the same days."""
    treated = {one["infusion_date"] for one in case.infusions}
    treated |= {one["hsct_date"] for one in case.hscts}
    for peer in case.peers:
        same = peer.get("birth_date") == birth_date and peer.get("sex") == sex
        if same and (days := treated & set(peer.get("days", ()))):
            return wrong(other=peer["study_no"], day=min(days))
    return True


STUDY_NUMBER_TAKEN = every_field(
    "DQ121",
    Severity.HARD,
    Group.IDENTITY,
    says=(
        "The centre already has a patient with study number {study_no}.",
        "本中心已有研究编号为{study_no}的患者。",
    ),
    fix=("Open that patient, or give another number.", "请打开该患者，或更换编号。"),
    form="patient",
    fields=("study_no",),
)


STUDY_NUMBER_LEFT = every_field(
    "DQ121",
    Severity.HARD,
    Group.IDENTITY,
    says=(
        "Study number {study_no} is that of a patient who was transferred: a number is "
        "not given again.",
        "研究编号{study_no}属于已转至其他中心的患者，编号不可重复使用。",
    ),
    fix=("Give another number.", "请更换编号。"),
    form="patient",
    fields=("study_no",),
)


def study_number_left(values: Record) -> Finding:
    """Return that the study number went with a transferred patient."""
    words = {"study_no": values.get("study_no")}
    return STUDY_NUMBER_LEFT.found("patient", ("study_no",), words)


def study_number_taken(values: Record) -> Finding:
    """Return that the study number is another patient's; the database knows."""
    words = {"study_no": values.get("study_no")}
    return STUDY_NUMBER_TAKEN.found("patient", ("study_no",), words)
