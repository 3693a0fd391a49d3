"""Slips of unit: what a number far from its unit was probably meant to be."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from registry.checks.case import Record
from registry.checks.declare import Rule, every_field
from registry.checks.findings import Group, Severity
from registry.codelists.base import Label

Meant = Callable[[Decimal], Decimal]
SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Slip:
    """A number that is explained by another unit.

    ``beyond`` tells it from the number and the record; ``meant`` gives the number in
    the field's own unit. A slip without ``rule`` only explains a value that is
    impossible anyway.
    """

    fields: frozenset[str]
    looks: Label
    beyond: Callable[[Decimal, Record], bool]
    meant: Meant | None = None
    rule: Rule | None = None


def _divided_by(divisor: int) -> Meant:
    return lambda number: (number / divisor).quantize(SIX_PLACES)


def _above(limit: int) -> Callable[[Decimal, Record], bool]:
    return lambda number, _: number > limit


def _celsius(fahrenheit: Decimal) -> Decimal:
    return ((fahrenheit - 32) * 5 / 9).quantize(Decimal("0.1"))


LOOKS = ("{label} {value} looks like {looks}.", "{label} {value} 像是{looks}。")
FAHRENHEIT = every_field(
    "DQ044",
    Severity.HARD,
    Group.RANGES,
    form="crs_episode",
    fields=("max_temp_c",),
    says=LOOKS,
    fix=("Enter it in {unit}.", "请以{unit}填写。"),
)
DOSE_IN_CELLS = every_field(
    "DQ045",
    Severity.HARD,
    Group.RANGES,
    form="infusion",
    fields=("dose_1e6_per_kg",),
    says=LOOKS,
    fix=("Enter millions of cells per kg.", "请以百万细胞/公斤填写。"),
)
COUNT_PER_UL = every_field(
    "DQ047",
    Severity.SOFT,
    Group.RANGES,
    form="*",
    fields=("platelets", "anc"),
    says=LOOKS,
    fix=(
        "Enter it in {unit}, or confirm it with an explanation.",
        "请以{unit}填写，或确认并说明。",
    ),
)
BILIRUBIN = every_field(
    "DQ048",
    Severity.SOFT,
    Group.RANGES,
    form="*",
    fields=("bilirubin_mg_dl",),
    says=LOOKS,
    fix=(
        "Enter it in mg/dL (µmol/L divided by 17.1), or confirm it with an "
        "explanation.",
        "请以mg/dL填写（µmol/L除以17.1），或确认并说明。",
    ),
)
PERCENTAGES = (
    "bm_blasts_pct",
    "pb_blasts_pct",
    "pb_blasts_at_apheresis_pct",
    "relapse_bm_blasts_pct",
    "cd7_expression_pct",
    "target_antigen_pct",
    "transduction_pct",
    "viability_pct",
    "donor_pct",
)
FRACTION = every_field(
    "DQ050",
    Severity.SOFT,
    Group.RANGES,
    form="*",
    fields=PERCENTAGES,
    says=LOOKS,
    fix=(
        "Enter per cent, or confirm it with an explanation.",
        "请以百分数填写，或确认并说明。",
    ),
)
CD34_DOSE = every_field(
    "DQ051",
    Severity.SOFT,
    Group.RANGES,
    form="hsct",
    fields=("cd34_1e6_per_kg",),
    says=(
        "{label} {value} is an unusual dose for {unit}.",
        "{label} {value} {unit} 剂量异常。",
    ),
    fix=(
        "Check the unit; correct it, or confirm it with an explanation.",
        "请核对单位并更正，或确认并说明。",
    ),
)
COPIES = every_field(
    "DQ052",
    Severity.SOFT,
    Group.RANGES,
    form="expansion",
    fields=("copies_per_ug",),
    says=("{label} {value} is {looks}.", "{label} {value} {looks}。"),
    fix=(
        "Check the unit ({unit}); correct it, or give the reason for absence "
        "“below detection”.",
        "请核对单位（{unit}）并更正，或注明“低于检测下限”。",
    ),
)


def _below_detection_limit(number: Decimal, record: Record) -> bool:
    """Tell whether a copy number is under the assay's limit without being so marked."""
    limit = record.get("lod")
    marked = (record.get("absent") or {}).get("copies_per_ug") == "below_detection"
    return limit is not None and number < Decimal(str(limit)) and not marked


def _slip(
    fields: tuple[str, ...],
    looks: tuple[str, str],
    beyond: Callable[[Decimal, Record], bool],
    meant: Meant | None = None,
    rule: Rule | None = None,
) -> Slip:
    return Slip(frozenset(fields), Label(*looks), beyond, meant, rule)


PER_UL = ("a count per µL", "每µL的计数")
CELLS_PER_KG = ("cells per kg, not millions", "以个/公斤而非百万/公斤计的数值")
SLIPS = (
    _slip(
        FAHRENHEIT.fields,
        ("degrees Fahrenheit", "华氏度"),
        lambda number, _: 45 < number <= 110,
        _celsius,
        FAHRENHEIT,
    ),
    _slip(
        DOSE_IN_CELLS.fields,
        CELLS_PER_KG,
        _above(1000),
        _divided_by(1_000_000),
        DOSE_IN_CELLS,
    ),
    _slip(("platelets",), PER_UL, _above(1500), _divided_by(1000), COUNT_PER_UL),
    _slip(("anc",), PER_UL, _above(50), _divided_by(1000), COUNT_PER_UL),
    _slip(BILIRUBIN.fields, ("µmol/L", "µmol/L数值"), _above(30), None, BILIRUBIN),
    _slip(
        PERCENTAGES,
        ("a fraction", "小数比例"),
        lambda number, _: 0 < number < 1,
        lambda number: number * 100,
        FRACTION,
    ),
    _slip(
        CD34_DOSE.fields,
        CELLS_PER_KG,
        lambda number, _: number > 20 or number < 1,
        _divided_by(1_000_000),
        CD34_DOSE,
    ),
    _slip(
        COPIES.fields,
        ("below the assay's limit without being marked so", "低于检测下限但未注明"),
        _below_detection_limit,
        None,
        COPIES,
    ),
    _slip(
        COPIES.fields,
        ("unusually many", "异常偏高"),
        _above(10_000_000),
        None,
        COPIES,
    ),
    _slip(("wbc", "wbc_at_diagnosis"), PER_UL, _above(1000), _divided_by(1000)),
    _slip(("hb_g_dl",), ("g/L", "g/L数值"), _above(25), _divided_by(10)),
    _slip(
        ("dose_flat_1e6",),
        ("cells, not millions", "以个而非百万计的数值"),
        _above(20_000),
        _divided_by(1_000_000),
    ),
    _slip(
        ("height_cm",),
        ("metres", "以米计的数值"),
        lambda number, _: number < 3,
        lambda number: number * 100,
    ),
)


def slip_of(form: str, name: str, number: Decimal, record: Record) -> Slip | None:
    """Return the slip that explains ``number`` in the field ``name``, if one does."""
    for slip in SLIPS:
        here = slip.rule is None or slip.rule.form in (form, "*")
        if here and name in slip.fields and slip.beyond(number, record):
            return slip
    return None
