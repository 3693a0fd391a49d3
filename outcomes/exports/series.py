"""Measurements in time: one row a patient, parameter and day (CDISC ADaM's ADLB)."""

from collections.abc import Iterator

from outcomes.exports.adam import WHO
from outcomes.exports.columns import Column, Kind
from outcomes.exports.datasets import SUBJECT_FIRST, Dataset
from outcomes.exports.forms import SUBJECT
from registry.codelists.base import CodeList, Label, codelist
from registry.codelists.general import MISSING
from registry.models import FORMS

CATEGORY = codelist(
    "PARCAT",
    ("HAEMATOLOGY", "Haematology", "血液学"),
    ("DISEASE", "Disease burden", "肿瘤负荷"),
    ("EXPANSION", "CAR-T expansion", "CAR-T扩增"),
    ("CHIMERISM", "Chimerism", "嵌合"),
)
# Form, category, the parameter's code by field, and the field that says of what.
MEASURED = (
    (
        "blood_count",
        "HAEMATOLOGY",
        {"anc": "ANC", "platelets": "PLAT", "hb_g_dl": "HGB", "alc": "ALC"},
        "",
    ),
    (
        "disease_assessment",
        "HAEMATOLOGY",
        {"wbc": "WBC", "anc": "ANC", "platelets": "PLAT", "hb_g_dl": "HGB"},
        "",
    ),
    (
        "disease_assessment",
        "DISEASE",
        {"bm_blasts_pct": "BLASTBM", "pb_blasts_pct": "BLASTPB", "mrd_pct": "MRD"},
        "",
    ),
    (
        "expansion",
        "EXPANSION",
        {
            "copies_per_ug": "CARCOPY",
            "car_t_pct_of_t": "CARPCT",
            "car_t_per_ul": "CARCONC",
        },
        "expansion_specimen",
    ),
    ("chimerism", "CHIMERISM", {"donor_pct": "DONORPCT"}, "chimerism_lineage"),
)

# One of the parameters is enough, as the column is that of all.
GENETIC = any(
    FORMS[form].variables()[name].genetic
    for form, _, fields, _ in MEASURED
    for name in fields
)
LAST_INFUSION = (
    "(SELECT max(i.infusion_date) FROM registry_infusion i"
    " WHERE i.patient_id = p.id AND i.infusion_date <= r.day)"
)


def _measured() -> Iterator[str]:
    """Yield the SQL of one form's measurements of a category, one row each."""
    for form, category, fields, of in MEASURED:
        model = FORMS[form]
        values = ", ".join(
            f"('{code}', r.{name}::double precision, r.absent ->> '{name}',"
            f" '{model.variables()[name].unit.replace('%', '%%')}')"
            for name, code in fields.items()
        )
        yield (
            f"SELECT r.id, r.patient_id, '{form}' AS form, '{category}' AS category,"
            f" r.{model.dated_by} AS day, {f'r.{of}' if of else 'NULL'} AS specimen,"
            f" v.* FROM {model._meta.db_table} r CROSS JOIN LATERAL (VALUES {values})"
            " v(code, value, why, unit) WHERE v.value IS NOT NULL OR v.why IS NOT NULL"
        )


def _parameters() -> CodeList:
    names: dict[str, Label] = {}
    for form, _, fields, _ in MEASURED:
        for name, code in fields.items():
            names.setdefault(code, FORMS[form].variables()[name].label)
    return codelist("PARAM", *((c, one.en, one.zh) for c, one in names.items()))


def _specimens() -> CodeList:
    of = [FORMS[form].variables()[name].codes for form, *_, name in MEASURED if name]
    codes = {code.value: code for one in of for code in one or ()}
    return CodeList("SPECIMEN", tuple(codes.values()))


ADLB = Dataset(
    "adlb",
    Label(
        "Blood counts, disease burden, expansion and chimerism, one row a value",
        "血常规、肿瘤负荷、CAR-T扩增与嵌合，每个数值一行",
    ),
    (
        *WHO,
        Column(
            "PARCAT1",
            "r.category",
            Label("Category", "类别"),
            Kind.CODE,
            codes=CATEGORY,
        ),
        Column(
            "PARAMCD",
            "r.code",
            Label("Parameter", "参数"),
            Kind.CODE,
            codes=_parameters(),
        ),
        Column("ADT", "r.day", Label("Analysis date", "分析日期"), Kind.DAY, None),
        Column(
            "ADY",
            "r.day - s.index_date",
            Label("Day, from day 0 of adsl", "距adsl第0天天数"),
            Kind.WHOLE,
        ),
        Column(
            "INFDY",
            f"r.day - {LAST_INFUSION}",
            Label("Day, from the last infusion by then", "距此前最近一次回输天数"),
            Kind.WHOLE,
        ),
        Column(
            "AVAL",
            "r.value",
            Label("Value", "数值"),
            Kind.NUMBER,
            reason="r.why",
            genetic=GENETIC,
        ),
        Column("AVALU", "r.unit", Label("Unit of AVAL", "AVAL单位")),
        Column(
            "NOVALUE",
            "r.why",
            Label("Reason for no value", "缺失原因"),
            Kind.CODE,
            codes=MISSING,
        ),
        Column(
            "SPECIMEN",
            "r.specimen",
            Label("Specimen or lineage", "标本或细胞系"),
            Kind.CODE,
            codes=_specimens(),
        ),
        Column("FORM", "r.form", Label("Form that it is from", "来源表单")),
        Column("RECORD", "r.id", Label("Record", "记录"), Kind.WHOLE),
    ),
    f"({' UNION ALL '.join(_measured())}) r"
    " JOIN registry_patient p ON p.id = r.patient_id"
    f" JOIN registry_centre c ON c.id = p.centre_id{SUBJECT}",
    f"{SUBJECT_FIRST}, r.category, r.code, r.day, r.id",
    main_only=True,
    patient="p.id",
)
