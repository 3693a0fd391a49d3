"""Counts and transfusions of one day, after an infusion or a transplant."""

from registry.codelists.base import Label
from registry.codelists.general import YN
from registry.models.base import Record
from registry.variables.fields import code, day, number
from registry.variables.reported import f4100
from registry.variables.spec import Privacy, span
from registry.variables.units import G_L_TO_G_DL, PER_UL_TO_10_9_L


class BloodCount(Record):
    """Counts and transfusions of one day, after an infusion or a transplant.

    Source: EHA/EBMT 2023; CIBMTR.
    """

    form = "blood_count"
    label = Label("Blood count and transfusion", "血象与输血")
    dated_by = "count_date"
    sections = {
        "count_date": Label("Counts", "血象"),
        "platelet_transfusion": Label("Support that day", "当日支持治疗"),
    }

    count_date = day(
        "Date",
        "日期",
        whole=True,
        core=True,
        key=True,
        taken="daily D0-D30",
        privacy=Privacy.QUASI,
        reported=(f4100("18"),),
    )
    anc = number(
        "Neutrophils",
        "中性粒细胞",
        "10^9/L",
        span(0, 200),
        usual=span(0, 30),
        core=True,
        units=PER_UL_TO_10_9_L,
        taken="daily D0-D30",
        reported=(f4100("22"),),
    )
    platelets = number(
        "Platelets",
        "血小板",
        "10^9/L",
        span(0, 3000),
        usual=span(0, 800),
        core=True,
        units=PER_UL_TO_10_9_L,
        taken="daily D0-D30",
        reported=(f4100("31"),),
    )
    hb_g_dl = number(
        "Haemoglobin",
        "血红蛋白",
        "g/dL",
        span(2, 25),
        usual=span(5, 18),
        units=G_L_TO_G_DL,
        taken="daily D0-D30",
        reported=(f4100("26"),),
    )
    alc = number(
        "Lymphocytes",
        "淋巴细胞",
        "10^9/L",
        span(0, 200),
        usual=span(0, 20),
        units=PER_UL_TO_10_9_L,
        taken="daily D0-D30",
        reported=(f4100("24"),),
    )
    platelet_transfusion = code(
        "Platelets transfused that day",
        "当日输血小板",
        YN,
        core=True,
        taken="daily D0-D30",
        reported=(f4100("32"),),
    )
    rbc_transfusion = code(
        "Red cells transfused that day",
        "当日输红细胞",
        YN,
        taken="daily D0-D30",
        reported=(f4100("29"),),
    )
    gcsf = code("G-CSF that day", "当日G-CSF", YN, taken="daily D0-D30")
    stem_cell_boost_date = day(
        "Stem-cell boost", "干细胞补充", taken="any", privacy=Privacy.QUASI
    )
    tpo_agonist = code("TPO agonist", "TPO受体激动剂", YN, taken="any")
