"""Datasets and their variables, as Define-XML has them."""

from collections.abc import Iterator
from typing import Any

from odmlib.define_2_1 import model as define

from outcomes.endpoints import ENDPOINTS
from outcomes.exports.columns import Column, Kind
from outcomes.exports.datasets import Dataset
from outcomes.exports.define.values import LIST
from outcomes.exports.define.words import TYPES, codes_in, described, list_oid
from outcomes.exports.derivations import method_of, origin_of
from outcomes.exports.formats.labels import short
from outcomes.exports.formats.oids import group_oid, item_oid
from outcomes.exports.formats.xport import LONGEST_NAME
from registry.codelists.base import Label

LENGTHS = {"text": {"Length": 200}, "integer": {"Length": 8}}
LENGTHS["float"] = {"Length": 20, "SignificantDigits": 10}
# Class and subclass of ADaM, what a row is, and the columns that tell rows apart.
SHAPES = {
    "adsl": (
        "SUBJECT LEVEL ANALYSIS DATASET",
        "",
        "One record per subject",
        ("USUBJID",),
    ),
    "adtte": (
        "BASIC DATA STRUCTURE",
        "TIME-TO-EVENT",
        "One record per subject, index event and endpoint",
        ("USUBJID", "ORIGIN", "ORIGINNO", "PARAMCD"),
    ),
    "adlb": (
        "BASIC DATA STRUCTURE",
        "",
        "One record per subject, parameter and measurement",
        ("USUBJID", "PARCAT1", "PARAMCD", "ADT", "RECORD"),
    ),
}
WITHHELD = {
    "CO.FULL": Label(
        "Given in the profile full alone.", "仅在完整（full）方案中提供。"
    ),
    "CO.DATES": Label(
        "Given in the profiles full and shifted.",
        "在完整（full）与日期平移（shifted）方案中提供。",
    ),
}


def group(dataset: Dataset) -> Any:
    """Return a dataset: its shape, its keys and its variables in order."""
    kind, within, row, keys = SHAPES[dataset.name]
    name = dataset.name.upper()
    shape = define.Class(Name=kind)
    if within:
        shape.SubClass = [define.SubClass(Name=within)]
    return define.ItemGroupDef(
        OID=group_oid(dataset),
        Name=name,
        SASDatasetName=name,
        Repeating="No" if kind.startswith("SUBJECT") else "Yes",
        IsReferenceData="No",
        Purpose="Analysis",
        Structure=row,
        IsNonStandard="Yes",
        ArchiveLocationID=f"LF.{name}",
        Description=described(dataset.label),
        ItemRef=[
            _reference(dataset, column, number, keys)
            for number, column in enumerate(dataset.columns, start=1)
        ],
        Class=shape,
        leaf=define.leaf(
            ID=f"LF.{name}",
            href=f"{dataset.name}.xpt",
            title=define.title(_content=f"{dataset.name}.xpt"),
        ),
    )


def _reference(
    dataset: Dataset, column: Column, number: int, keys: tuple[str, ...]
) -> Any:
    reference = define.ItemRef(
        ItemOID=item_oid(dataset, column),
        OrderNumber=number,
        Mandatory="Yes" if column.name in keys else "No",
    )
    if column.name in keys:
        reference.KeySequence = keys.index(column.name) + 1
    if _is_derived(dataset, column):
        reference.MethodOID = _method_oid(dataset, column)
    return reference


def _is_derived(dataset: Dataset, column: Column) -> bool:
    origin = origin_of(dataset.name, column.name)
    return bool(origin and origin.how and not origin.assigned)


def item(dataset: Dataset, column: Column) -> Any:
    """Return a variable: label, type, codes, and where it comes from."""
    found = define.ItemDef(
        OID=item_oid(dataset, column),
        Name=column.name,
        SASFieldName=short(column.name, LONGEST_NAME),
        DataType=TYPES[column.kind],
        Description=described(Label(column.titled("en"), column.titled("zh-hans"))),
        Origin=[_origin(dataset, column)],
        **LENGTHS.get(TYPES[column.kind], {}),
    )
    if column.pseudonymised is None:
        dates = column.kind is Kind.DAY and not column.birth
        found.CommentOID = "CO.DATES" if dates else "CO.FULL"
    if codes_in(dataset, column):
        oid = list_oid(dataset, column)
        found.CodeListRef = define.CodeListRef(CodeListOID=oid)
    if (dataset.name, column.name) == ("adtte", "AVAL"):
        found.ValueListRef = define.ValueListRef(ValueListOID=LIST)
    return found


def _origin(dataset: Dataset, column: Column) -> Any:
    origin = origin_of(dataset.name, column.name)
    if origin is None:
        return define.Origin(Type="Not Available")
    if origin.field:
        says = described(Label(origin.field, origin.field))
        return define.Origin(Type="Predecessor", Description=says)
    kind = "Assigned" if origin.assigned else "Derived"
    if origin.assigned and origin.how:
        says = described(origin.how)
        return define.Origin(Type=kind, Source="Sponsor", Description=says)
    return define.Origin(Type=kind, Source="Sponsor")


def methods(datasets: list[Dataset]) -> Iterator[Any]:
    """Yield how each derived variable, and each endpoint, is derived."""
    for dataset in datasets:
        for column in dataset.columns:
            origin = origin_of(dataset.name, column.name)
            if origin and origin.how and _is_derived(dataset, column):
                yield _method(
                    _method_oid(dataset, column),
                    f"{dataset.name.upper()}.{column.name}",
                    origin.how,
                )
    for code, endpoint in ENDPOINTS.items():
        yield _method(f"MT.ADTTE.AVAL.{code}", endpoint.name.en, method_of(code))


def _method(oid: str, name: str, says: Label) -> Any:
    return define.MethodDef(
        OID=oid, Name=name, Type="Computation", Description=described(says)
    )


def _method_oid(dataset: Dataset, column: Column) -> str:
    return f"MT.{dataset.name.upper()}.{column.name}"
