"""One contact with the patient."""

from registry.codelists.base import Label, codelist
from registry.codelists.general import KPS, ONOFF, STEROIDUSE, TIMEPOINT, YNU
from registry.codelists.outcome import VITAL
from registry.models.base import Record
from registry.variables.conditions import After, when
from registry.variables.fields import code, codes, day
from registry.variables.reported import f2450, f2450_section, f4100
from registry.variables.spec import Privacy

CONTACT_TYPE = codelist(
    "CONTACT_TYPE",
    ("clinic", "Clinic", "门诊/住院"),
    ("telephone", "Telephone", "电话"),
    ("records", "Records", "病历"),
    ("registry", "Registry", "登记系统"),
)
SUBSEQUENT_EVENTS = codelist(
    "SUBSEQUENT_EVENTS",
    ("none", "None", "无"),
    ("relapse", "Relapse", "复发"),
    ("gvhd", "Gvhd", "移植物抗宿主病"),
    ("infection", "Infection", "感染"),
    ("malignancy", "Malignancy", "肿瘤"),
    ("hsct", "Hsct", "移植"),
    ("death", "Death", "死亡"),
)


AFTER_ALLOGENEIC_HSCT = After(
    "visit_date", "hsct", "hsct_date", being=when("hsct_type", "allogeneic")
)


class FollowUp(Record):
    """One contact with the patient.

    Source: CIBMTR 4100/2450; EBMT.
    """

    form = "follow_up"
    label = Label("Follow-up", "随访")
    matched_by = ("visit_date",)

    visit_date = day(
        "Date seen or contacted",
        "随访日期",
        whole=True,
        core=True,
        key=True,
        taken="visit",
        privacy=Privacy.QUASI,
        reported=(
            f4100("2"),
            f2450("1", "manual 2023"),
        ),
    )
    visit = code("Visit", "访视", TIMEPOINT, core=True, taken="visit")
    contact_type = code("How", "方式", CONTACT_TYPE, core=True, taken="visit")
    vital_status = code(
        "Vital status",
        "生存状态",
        VITAL,
        core=True,
        taken="visit",
        reported=(
            f4100("3"),
            f2450_section("Survival"),
        ),
    )
    performance = code("Karnofsky/Lansky", "体能状态", KPS, taken="visit")
    in_remission = code("In remission", "是否缓解", YNU, core=True, taken="visit")
    immunosuppression = code(
        "Immunosuppression",
        "免疫抑制剂",
        ONOFF,
        core=True,
        core_where=AFTER_ALLOGENEIC_HSCT,
        taken="visit",
    )
    steroid_use = code(
        "Corticosteroids",
        "激素",
        STEROIDUSE,
        core=True,
        core_where=AFTER_ALLOGENEIC_HSCT,
        taken="visit",
    )
    subsequent_events = codes(
        "Since last visit", "自上次以来", SUBSEQUENT_EVENTS, core=True, taken="visit"
    )
