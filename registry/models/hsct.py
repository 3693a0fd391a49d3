"""Transplantation; its day is day 0 of everything after it."""

from registry.codelists.base import Label, codelist
from registry.codelists.disease import EM
from registry.codelists.general import BLOOD, KPS, SERO, SEX
from registry.codelists.response import MRDSTATUS
from registry.codelists.transplant import (
    ABO,
    CONDREG,
    DONOR,
    DONORREL,
    GRAFT,
    GVHDPROPH,
    HSCTREASON,
    HSCTSTATUS,
    HSCTTYPE,
    INTENSITY,
)
from registry.models.base import Record
from registry.variables.conditions import when
from registry.variables.fields import code, codes, day, number, text, whole
from registry.variables.reported import Standing, f2400, f4100
from registry.variables.spec import Privacy, span

ATG_BRAND = codelist(
    "ATG_BRAND",
    ("thymoglobulin", "Thymoglobulin", "即复宁（兔抗胸腺）"),
    ("grafalon", "Grafalon", "格拉夫隆（ATG-F）"),
    ("porcine_ALG", "Porcine ALG", "猪抗人淋巴细胞球蛋白"),
    ("other", "Other", "其他"),
)


class HSCT(Record):
    """Transplantation; its day is day 0 of everything after it.

    Source: EBMT HSCT core; CIBMTR 2400; Bacigalupo 2009; Sorror 2005.
    """

    form = "hsct"
    label = Label("HSCT", "造血干细胞移植")
    matched_by = ("hsct_no",)
    sections = {
        "hsct_date": Label("Transplant", "移植"),
        "donor": Label("Donor", "供者"),
        "graft": Label("Graft", "移植物"),
        "conditioning": Label("Conditioning and prophylaxis", "预处理与预防"),
        "karnofsky_lansky": Label("Performance", "体能状态"),
    }

    hsct_date = day(
        "HSCT date = D0",
        "移植日期",
        whole=True,
        core=True,
        key=True,
        taken="HSCT D0",
        privacy=Privacy.QUASI,
        reported=(f4100("8"),),
    )
    hsct_no = whole(
        "Which HSCT",
        "第几次移植",
        span(1, 6),
        usual=span(1, 2),
        core=True,
        taken="HSCT D0",
    )
    hsct_type = code("Type", "类型", HSCTTYPE, core=True, taken="HSCT D0")
    hsct_reason = code("Reason", "移植指征", HSCTREASON, core=True, taken="HSCT D0")
    status_at_hsct = code(
        "Status at HSCT", "移植时状态", HSCTSTATUS, core=True, taken="HSCT D0"
    )
    mrd_at_hsct = code(
        "MRD at HSCT", "移植时MRD", MRDSTATUS, core=True, taken="HSCT D0"
    )
    extramedullary_at_hsct = code(
        "Extramedullary at HSCT", "移植时髓外病变", EM, core=True, taken="HSCT D0"
    )
    donor = code(
        "Donor type",
        "供者类型",
        DONOR,
        core=True,
        taken="HSCT D0",
        reported=(f2400("42-80", Standing.RANGE),),
    )
    donor_relation = code(
        "Relation",
        "供者关系",
        DONORREL,
        core=True,
        only=when(
            "donor", "matched_sibling", "matched_related", "haploidentical", "syngeneic"
        ),
        taken="HSCT D0",
    )
    hla_match = text(
        "HLA match n/m",
        "HLA相合度",
        longest=5,
        pattern=r"([4-9]|1[0-2])/(6|8|10|12)",
        hint=("Such as 10/10 or 5/10.", "例如10/10或5/10。"),
        core=True,
        only=when("hsct_type", "allogeneic"),
        taken="HSCT D0",
        genetic=True,
    )
    dsa_mfi = number(
        "Donor-specific antibody",
        "供者特异性抗体",
        "MFI",
        span(0, 50000),
        usual=span(0, 10000),
        taken="HSCT D0",
    )
    donor_age = number(
        "Donor age",
        "供者年龄",
        "y",
        span(0, 80),
        usual=span(5, 65),
        core=True,
        only=when("hsct_type", "allogeneic"),
        taken="HSCT D0",
    )
    donor_sex = code(
        "Donor sex",
        "供者性别",
        SEX,
        core=True,
        only=when("hsct_type", "allogeneic"),
        taken="HSCT D0",
    )
    donor_blood_group = code("Donor blood group", "供者血型", BLOOD, taken="HSCT D0")
    abo_match = code(
        "ABO match (derived if groups known)",
        "ABO相合",
        ABO,
        core=True,
        only=when("hsct_type", "allogeneic"),
        taken="HSCT D0",
    )
    cmv_recipient = code(
        "Recipient CMV IgG",
        "受者CMV",
        SERO,
        core=True,
        only=when("hsct_type", "allogeneic"),
        taken="HSCT D0",
    )
    cmv_donor = code(
        "Donor CMV IgG",
        "供者CMV",
        SERO,
        core=True,
        only=when("hsct_type", "allogeneic"),
        taken="HSCT D0",
    )
    ebv_recipient = code("Recipient EBV IgG", "受者EBV", SERO, taken="HSCT D0")
    graft = code("Graft", "移植物", GRAFT, core=True, taken="HSCT D0")
    mnc_1e8_per_kg = number(
        "Mononuclear cells",
        "单个核细胞",
        "10^8/kg",
        span(0, 100),
        usual=span(2, 25),
        taken="HSCT D0",
    )
    cd34_1e6_per_kg = number(
        "CD34+",
        "CD34+",
        "10^6/kg",
        span(0, 50, above=True),
        usual=span(1, 20),
        core=True,
        taken="HSCT D0",
    )
    cd3_1e8_per_kg = number(
        "CD3+", "CD3+", "10^8/kg", span(0, 50), usual=span("0.5", 10), taken="HSCT D0"
    )
    conditioning = code(
        "Conditioning",
        "预处理方案",
        CONDREG,
        core=True,
        taken="HSCT D0",
        reported=(f2400("120-134", Standing.RANGE),),
    )
    conditioning_start = day(
        "First day", "预处理首日", core=True, taken="HSCT D0", privacy=Privacy.QUASI
    )
    intensity = code(
        "Intensity (CIBMTR 2009)", "强度", INTENSITY, core=True, taken="HSCT D0"
    )
    tbi_gy = number(
        "TBI dose",
        "TBI剂量",
        "Gy",
        span(0, 16),
        usual=span(2, "13.2"),
        core=True,
        only=when("conditioning", "TBI/Cy", "TBI/Flu", "TBI/VP16"),
        taken="HSCT D0",
    )
    bu_mg_kg_total = number(
        "Busulfan total",
        "白消安总量",
        "mg/kg",
        span(0, 20),
        usual=span("6.4", "12.8"),
        taken="HSCT D0",
    )
    gvhd_prophylaxis = codes(
        "GVHD prophylaxis",
        "GVHD预防",
        GVHDPROPH,
        core=True,
        only=when("hsct_type", "allogeneic"),
        taken="HSCT D0",
        reported=(f2400("141-142"),),
    )
    atg_mg_kg_total = number(
        "ATG total",
        "ATG总量",
        "mg/kg",
        span(0, 100),
        usual=span("2.5", 20),
        core=True,
        only=when("gvhd_prophylaxis", "ATG"),
        taken="HSCT D0",
    )
    atg_brand = code(
        "ATG brand",
        "ATG品牌",
        ATG_BRAND,
        core=True,
        only=when("gvhd_prophylaxis", "ATG"),
        taken="HSCT D0",
    )
    karnofsky_lansky = code(
        "Karnofsky (≥ 16 y) or Lansky (<16 y)",
        "KPS/Lansky",
        KPS,
        core=True,
        taken="HSCT D0",
        reported=(f2400("82-83"),),
    )
