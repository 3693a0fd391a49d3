"""A new malignancy, a test of the vector, or a pregnancy."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import CAUSALITY, YNU
from registry.codelists.outcome import MALTYPE, TRANSGENE
from registry.models.base import Record
from registry.variables.conditions import answered, when
from registry.variables.fields import code, day, text
from registry.variables.reported import f2450, f4100
from registry.variables.spec import Privacy

INTEGRATION_SITE_ANALYSIS = codelist(
    "INTEGRATION_SITE_ANALYSIS",
    ("clonal", "Clonal", "克隆性"),
    ("polyclonal", "Polyclonal", "多克隆"),
    ("not_done", "Not done", "未做"),
    ("pending", "Pending", "待回报"),
)
RCL_RESULT = codelist(
    "RCL_RESULT",
    ("negative", "Negative", "阴性"),
    ("positive", "Positive", "阳性"),
    ("pending", "Pending", "待回报"),
)


class SecondMalignancy(Record):
    """A new malignancy, a test of the vector, or a pregnancy.

    A record without a malignancy says so: its type is "not applicable".

    Source: FDA 2023-2024 class warning; FDA LTFU 2020; NMPA/CDE LTFU.
    """

    form = "second_malignancy"
    label = Label("Second malignancy and vector safety", "第二肿瘤与载体安全")
    matched_by = ("malignancy_type",)
    dated_by = "malignancy_date"
    sections = {
        "malignancy_type": Label("Malignancy", "肿瘤"),
        "rcl_test_date": Label("Vector and pregnancy", "载体与妊娠"),
    }

    malignancy_type = code(
        "Type",
        "类型",
        MALTYPE,
        hint=(
            "A record of a vector test or a pregnancy alone: no value, not applicable.",
            "仅记录载体检测或妊娠时，请选择无值：不适用。",
        ),
        core=True,
        taken="event",
        reported=(
            f4100("33"),
            f2450("56", "manual 2022"),
        ),
    )
    malignancy_date = day(
        "Diagnosis",
        "诊断日期",
        core=True,
        only=answered("malignancy_type"),
        taken="event",
        privacy=Privacy.QUASI,
    )
    malignancy_icd_o = text(
        "ICD-O-3 morphology",
        "ICD-O-3",
        longest=7,
        pattern=r"[CM]?\d{4}/\d",
        hint=("Such as 9702/3 or C9702/3.", "例如9702/3或C9702/3。"),
        only=answered("malignancy_type"),
        taken="event",
    )
    car_transgene = code(
        "CAR transgene in tumour",
        "肿瘤中CAR转基因",
        TRANSGENE,
        core=True,
        only=when(
            "malignancy_type", "T_cell_lymphoma", "MDS", "AML", "PTLD", "other_haem"
        ),
        taken="event",
        genetic=True,
    )
    integration_site_analysis = code(
        "Integration sites",
        "整合位点",
        INTEGRATION_SITE_ANALYSIS,
        only=answered("malignancy_type"),
        taken="event",
        genetic=True,
    )
    malignancy_relation = code(
        "Relation to product",
        "与产品关系",
        CAUSALITY,
        core=True,
        only=answered("malignancy_type"),
        taken="event",
    )
    reported_to_authority_date = day(
        "Reported",
        "上报日期",
        core=True,
        only=answered("malignancy_type"),
        taken="event",
        privacy=Privacy.QUASI,
    )
    rcl_test_date = day(
        "RCL/RCR test", "RCL/RCR检测日", taken="LTFU", privacy=Privacy.QUASI
    )
    rcl_result = code(
        "RCL/RCR result",
        "RCL/RCR结果",
        RCL_RESULT,
        core=True,
        only=answered("rcl_test_date"),
        taken="LTFU",
    )
    pregnancy = code("Pregnancy or partner pregnancy", "妊娠", YNU, taken="LTFU")
