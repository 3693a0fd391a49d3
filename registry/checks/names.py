"""What the dates of a case are called in a message that stands on another form."""

from collections.abc import Iterator
from datetime import date

from registry.checks.case import Case, Record
from registry.codelists.base import CodeList, Label
from registry.codelists.disease import DISEASE
from registry.codelists.gvhd import CGSEV
from registry.codelists.product import LD
from registry.codelists.response import MRDSTATUS
from registry.codelists.transplant import ABO, CONDREG, DONOR, HSCTSTATUS

DATES: dict[str, Label] = {
    "consent_date": Label("consent", "知情同意"),
    "consent_withdrawn_date": Label("withdrawal of consent", "撤回同意"),
    "diagnosis_date": Label("diagnosis", "确诊"),
    "start_date": Label("start of a prior line", "既往治疗线开始"),
    "end_date": Label("end of a prior line", "既往治疗线结束"),
    "response_date": Label("response to a prior line", "既往治疗疗效"),
    "relapse_after_line_date": Label("relapse after a prior line", "既往治疗线后复发"),
    "assessment_date": Label("disease assessment", "疾病评估"),
    "apheresis_date": Label("leukapheresis", "单采"),
    "manufacture_date": Label("release of the product", "产品放行"),
    "bridging_start": Label("start of bridging", "桥接开始"),
    "bridging_end": Label("end of bridging", "桥接结束"),
    "ld_start": Label("start of lymphodepletion", "清淋开始"),
    "ld_end": Label("end of lymphodepletion", "清淋结束"),
    "infusion_date": Label("CAR-T infusion", "CAR-T回输"),
    "expansion_date": Label("CAR-T expansion", "CAR-T扩增检测"),
    "crs_onset_date": Label("CRS onset", "CRS发生"),
    "crs_resolved_date": Label("CRS resolution", "CRS缓解"),
    "tocilizumab_first_date": Label("first tocilizumab", "首次托珠单抗"),
    "icans_onset_date": Label("ICANS onset", "ICANS发生"),
    "icans_resolved_date": Label("ICANS resolution", "ICANS缓解"),
    "iec_hs_onset_date": Label("IEC-HS onset", "IEC-HS发生"),
    "count_date": Label("blood count", "血象"),
    "stem_cell_boost_date": Label("stem-cell boost", "干细胞补充"),
    "infection_onset_date": Label("infection", "感染发生"),
    "infection_resolved_date": Label("end of infection", "感染痊愈"),
    "aplasia_date": Label("count of lymphocytes", "淋巴细胞检测"),
    "aplasia_recovered_date": Label("recovery from aplasia", "细胞缺乏恢复"),
    "tox_onset_date": Label("toxicity onset", "毒性发生"),
    "tox_resolved_date": Label("toxicity resolution", "毒性缓解"),
    "hsct_date": Label("HSCT", "移植"),
    "conditioning_start": Label("start of conditioning", "预处理开始"),
    "anc_engraftment_date": Label("neutrophil engraftment", "粒系植入"),
    "plt_engraftment_date": Label("platelet engraftment", "巨核系植入"),
    "graft_failure_date": Label("graft failure", "植入失败"),
    "chimerism_date": Label("chimerism", "嵌合检测"),
    "sos_onset_date": Label("SOS onset", "SOS发生"),
    "tma_onset_date": Label("TA-TMA onset", "TA-TMA发生"),
    "dli_date": Label("donor lymphocytes", "供者淋巴细胞输注"),
    "agvhd_onset_date": Label("acute GVHD onset", "急性GVHD发生"),
    "agvhd_resolved_date": Label("acute GVHD resolution", "急性GVHD缓解"),
    "cgvhd_onset_date": Label("chronic GVHD onset", "慢性GVHD发生"),
    "cgvhd_score_date": Label("chronic GVHD scoring", "慢性GVHD评分"),
    "cgvhd_systemic_start": Label("systemic GVHD therapy", "GVHD全身治疗"),
    "cgvhd_resolved_date": Label("chronic GVHD resolution", "慢性GVHD缓解"),
    "subsequent_start": Label("subsequent therapy", "后续治疗"),
    "malignancy_date": Label("second malignancy", "第二肿瘤"),
    "reported_to_authority_date": Label("report to the authority", "上报"),
    "rcl_test_date": Label("RCL/RCR test", "RCL/RCR检测"),
    "relapse_date": Label("relapse", "复发"),
    "visit_date": Label("follow-up", "随访"),
    "death_date": Label("death", "死亡"),
}
# Answers that a message gives in the reader's words; the others read as their code.
ANSWERS: dict[str, CodeList] = {
    "abo_match": ABO,
    "cgvhd_max_recorded_severity": CGSEV,
    "conditioning": CONDREG,
    "disease": DISEASE,
    "donor": DONOR,
    "ld_regimen": LD,
    "mrd_at_hsct": MRDSTATUS,
    "status_at_hsct": HSCTSTATUS,
}
# Forms whose dates do not show that the patient was treated or examined that day.
NOT_EVENTS = frozenset({"patient", "follow_up", "death"})
# A report may be written long after the patient died.
NOT_EVENT_FIELDS = frozenset({"reported_to_authority_date"})


def called(field: str) -> Label:
    """Return what the date in ``field`` is called."""
    return DATES.get(field) or Label(field, field)


def answered(field: str, value: object) -> object:
    """Return the label of an answer that is read in words, else the value itself."""
    codes = ANSWERS.get(field)
    return codes.label(value) if codes and isinstance(value, str) else value


def dates_of(record: Record) -> Iterator[tuple[str, date]]:
    """Yield the fields of a record that hold a date."""
    for name, value in record.items():
        if isinstance(value, date):
            yield name, value


def events(case: Case) -> Iterator[tuple[date, str, str]]:
    """Yield (day, form, field) of all that was done to or found in the patient."""
    for form in case.forms:
        if form not in NOT_EVENTS:
            for record in case.of(form):
                for field, day in dates_of(record):
                    if field not in NOT_EVENT_FIELDS:
                        yield day, form, field


def event_words(found: list[tuple[date, str, str]], most: int = 3) -> Label:
    """Return the events as words, at most ``most`` of them and the number of others."""
    shown = found[:most]
    en = ", ".join(f"{called(field).en} {day}" for day, _, field in shown)
    zh = "、".join(f"{called(field).zh} {day}" for day, _, field in shown)
    if left := len(found) - len(shown):
        return Label(f"{en} and {left} more", f"{zh}等{len(found)}项")
    return Label(en, zh)
