"""Marrow, residual disease and response on one day."""

from registry.codelists.base import Label, codelist
from registry.codelists.disease import (
    ACUTE_LEUKAEMIAS,
    CNS,
    EM,
    EMSITE,
    LYMPHOMAS,
)
from registry.codelists.general import TIMEPOINT, YN
from registry.codelists.response import (
    BMCELL,
    LYMRESP,
    MMRESP,
    MRDMETHOD,
    MRDRESULT,
    MRDSPEC,
    MRDTARGET,
    RESPONSE,
    SENS,
)
from registry.models.base import Record
from registry.models.constraints import dated_or_reason
from registry.variables.conditions import answered, unless, when
from registry.variables.fields import code, codes, day, number, whole
from registry.variables.reported import f2450, f4100
from registry.variables.spec import Privacy, span
from registry.variables.units import G_L_TO_G_DL, PER_UL_TO_10_9_L

IMAGING = codelist(
    "IMAGING",
    ("PET", "PET", "PET"),
    ("CT", "CT", "CT"),
    ("MRI", "MRI", "磁共振"),
    ("US", "US", "超声"),
    ("none", "None", "无"),
)
UPTAKE_CHANGE = codelist(
    "UPTAKE_CHANGE",
    ("decreased", "Decreased", "降低"),
    ("unchanged", "Unchanged", "无变化"),
    ("increased", "Increased", "升高"),
)
OF_LYMPHOMA = when("disease", *LYMPHOMAS, of="diagnosis")


class DiseaseAssessment(Record):
    """Marrow, residual disease and response on one day.

    Source: NCCN ALL; ELN ALL 2024; EuroMRD; Cheson 2014; IMWG 2016.
    """

    form = "disease_assessment"
    label = Label("Disease assessment", "疾病评估")
    matched_by = ("time_point",)
    dated_by = "assessment_date"
    sections = {
        "assessment_date": Label("Assessment", "评估"),
        "bm_done": Label("Marrow and blood", "骨髓与血液"),
        "mrd_result": Label("Measurable residual disease", "微小残留病"),
        "extramedullary": Label("Extramedullary disease and imaging", "髓外病变与影像"),
        "response": Label("Response", "疗效"),
    }

    assessment_date = day(
        "Date",
        "评估日期",
        core=True,
        taken="any",
        privacy=Privacy.QUASI,
        reported=(f4100("11"),),
    )
    time_point = code("Time point", "时间点", TIMEPOINT, core=True, taken="any")
    bm_done = code("Marrow examined", "是否骨穿", YN, core=True, taken="any")
    bm_cellularity = code("Marrow cellularity", "骨髓增生程度", BMCELL, taken="any")
    bm_blasts_pct = number(
        "Marrow blasts (morphology)",
        "骨髓原始细胞",
        "%",
        span(0, 100),
        usual=span(0, 95),
        core=True,
        only=when("bm_done", "yes"),
        taken="any",
    )
    pb_blasts_pct = number(
        "Blood blasts",
        "外周血原始细胞",
        "%",
        span(0, 100),
        usual=span(0, 90),
        taken="any",
    )
    circulating_blasts = code(
        "Circulating blasts",
        "外周血见原始细胞",
        YN,
        core=True,
        only=when("disease", *ACUTE_LEUKAEMIAS, of="diagnosis"),
        taken="any",
    )
    wbc = number(
        "WBC",
        "白细胞",
        "10^9/L",
        span(0, 1000),
        usual=span("0.1", 100),
        units=PER_UL_TO_10_9_L,
        taken="any",
    )
    anc = number(
        "Neutrophils",
        "中性粒细胞",
        "10^9/L",
        span(0, 200),
        usual=span(0, 20),
        core=True,
        units=PER_UL_TO_10_9_L,
        taken="any",
    )
    platelets = number(
        "Platelets",
        "血小板",
        "10^9/L",
        span(0, 3000),
        usual=span(5, 600),
        core=True,
        units=PER_UL_TO_10_9_L,
        taken="any",
    )
    hb_g_dl = number(
        "Haemoglobin",
        "血红蛋白",
        "g/dL",
        span(2, 25),
        usual=span(5, 18),
        units=G_L_TO_G_DL,
        taken="any",
    )
    platelet_transfusion_7d = code(
        "Platelets transfused in the last 7 d",
        "7天内输血小板",
        YN,
        core=True,
        only=answered("platelets"),
        taken="any",
    )
    gcsf_7d = code("G-CSF in the last 7 d", "7天内用G-CSF", YN, taken="any")
    mrd_result = code("MRD result", "MRD结果", MRDRESULT, core=True, taken="any")
    mrd_method = code(
        "MRD method",
        "MRD方法",
        MRDMETHOD,
        core=True,
        only=unless("mrd_result", "not_done"),
        taken="any",
    )
    mrd_target = code("MRD marker", "MRD标志", MRDTARGET, taken="any", genetic=True)
    mrd_specimen = code(
        "MRD specimen",
        "MRD标本",
        MRDSPEC,
        core=True,
        only=unless("mrd_result", "not_done"),
        taken="any",
    )
    mrd_pct = number(
        "MRD level (% of nucleated cells)",
        "MRD水平",
        "%",
        span(0, 100),
        usual=span(0, 20),
        core=True,
        only=when("mrd_result", "quantified"),
        taken="any",
    )
    mrd_sensitivity = code(
        "Sensitivity reached",
        "灵敏度",
        SENS,
        core=True,
        only=when("mrd_result", "not_detected"),
        taken="any",
    )
    mrd_cells_acquired = whole(
        "Events acquired",
        "获取细胞数",
        span(0, 20000000),
        usual=span(200000, 5000000),
        taken="any",
    )
    extramedullary = code(
        "Extramedullary disease", "髓外病变", EM, core=True, taken="any"
    )
    extramedullary_sites = codes(
        "Sites",
        "髓外部位",
        EMSITE,
        core=True,
        only=when("extramedullary", "present"),
        taken="any",
    )
    extramedullary_largest_cm = number(
        "Longest diameter",
        "最大径",
        "cm",
        span("0.1", 40),
        usual=span("0.5", 20),
        taken="any",
    )
    cns_status = code("CNS status", "中枢状态", CNS, taken="any")
    # Leukaemia outside the marrow is imaged too: there it may be told.
    imaging = codes(
        "Imaging done",
        "影像学检查",
        IMAGING,
        core=True,
        core_where=OF_LYMPHOMA,
        taken="any",
    )
    deauville = whole(
        "Deauville score",
        "Deauville评分",
        span(1, 5),
        core=True,
        only=when("imaging", "PET"),
        taken="any",
    )
    uptake_change = code(
        "Uptake against baseline",
        "代谢变化",
        UPTAKE_CHANGE,
        core=True,
        only=when("deauville", "4", "5"),
        taken="any",
    )
    new_lesions = code(
        "New lesions",
        "新发病灶",
        YN,
        core=True,
        only=when("imaging", "PET", "CT", "MRI", "US"),
        taken="any",
    )
    response = code(
        "Response (investigator)",
        "疗效（研究者）",
        RESPONSE,
        core=True,
        taken="any",
        reported=(
            f4100("9"),
            f2450("80"),
        ),
    )
    lymphoma_response = code(
        "Response (lymphoma)",
        "疗效（淋巴瘤）",
        LYMRESP,
        core=True,
        only=OF_LYMPHOMA,
        taken="any",
    )
    myeloma_response = code(
        "Response (IMWG)",
        "疗效（骨髓瘤）",
        MMRESP,
        core=True,
        only=when("disease", "MM", "PCL", of="diagnosis"),
        taken="any",
    )

    class Meta(Record.Meta):
        """A record without its date says why."""

        constraints = (dated_or_reason("disease_assessment", "assessment_date"),)
