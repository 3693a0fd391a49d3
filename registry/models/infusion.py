"""Infusion of the product; its day is day 0."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import KPS, YN
from registry.models.base import Record
from registry.variables.conditions import when
from registry.variables.fields import code, day, number, rows, text, whole
from registry.variables.reported import f4006
from registry.variables.spec import Privacy, span

SETTING = codelist(
    "SETTING",
    ("inpatient", "Inpatient", "住院"),
    ("outpatient", "Outpatient", "门诊"),
)
INDICATION = codelist(
    "INDICATION",
    ("standard_of_care", "Standard of care", "标准治疗（商业产品）"),
    ("trial", "Trial", "临床试验"),
    ("compassionate", "Compassionate", "同情使用"),
)


class Infusion(Record):
    """Infusion of the product; its day is day 0.

    Source: CIBMTR 4006; EBMT cell therapy form.
    """

    form = "infusion"
    label = Label("CAR-T infusion", "CAR-T回输")
    matched_by = ("course_no",)

    course_no = whole(
        "Course number",
        "第几疗程",
        span(1, 10),
        usual=span(1, 3),
        core=True,
        taken="D0",
    )
    infusion_date = day(
        "Infusion date (first day)=D0",
        "回输日期（首日）",
        whole=True,
        core=True,
        key=True,
        taken="D0",
        privacy=Privacy.QUASI,
        reported=(f4006("6"),),
    )
    dose_1e6_per_kg = number(
        "CAR-T dose per kg (total)",
        "总剂量（每公斤）",
        "10^6 CAR-T/kg",
        span(0, 1000, above=True),
        usual=span("0.05", 20),
        taken="D0",
    )
    dose_flat_1e6 = number(
        "Flat dose",
        "固定剂量",
        "10^6 CAR-T",
        span(0, 20000, above=True),
        usual=span(10, 600),
        taken="D0",
    )
    split = code("Split dose", "是否分次回输", YN, core=True, taken="D0")
    split_parts = rows(
        "Parts of the dose",
        "各次剂量",
        {
            "split_day": whole("Day of part", "分次日", span(0, 14), unit="d"),
            "split_pct": number(
                "Part of dose (sums to 100)", "分次比例", "%", span(0, 100)
            ),
        },
        core=True,
        only=when("split", "yes"),
        taken="D0",
    )
    setting = code("Setting", "回输场所", SETTING, taken="D0")
    performance_at_infusion = code(
        "Karnofsky/Lansky", "体能状态", KPS, core=True, taken="D0"
    )
    trial_no = text("Trial number", "临床试验号", longest=30, taken="D0")
    indication = code("Indication", "使用类型", INDICATION, taken="D0")
