"""What a dataset's columns mean, as the metadata of an ODM 1.3.2 document.

Labels and codes stand in both languages. Source: CDISC ODM 1.3.2.
"""

from collections.abc import Iterable
from typing import Any

from odmlib.odm_1_3_2 import model as odm

from outcomes.exports.columns import Column, Kind
from outcomes.exports.formats.oids import (
    METADATA_OID,
    STUDY_OID,
    group_oid,
    item_oid,
    list_oid,
)
from outcomes.exports.table import Table
from registry.codelists.base import CodeList, Label

TYPES = {
    Kind.TEXT: "text",
    Kind.CODE: "text",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "double",
    Kind.DAY: "date",
    Kind.MOMENT: "datetime",
}


def study_of(table: Table) -> Any:
    """Return the study with the one event, form and group that the rows are in."""
    name = table.name.upper()
    event, form, group = f"SE.{name}", f"FO.{name}", group_oid(table)
    version = odm.MetaDataVersion(OID=METADATA_OID, Name="Day Zero")
    reference = odm.StudyEventRef(StudyEventOID=event, Mandatory="No")
    version.Protocol = odm.Protocol(StudyEventRef=[reference])
    version.StudyEventDef = [
        odm.StudyEventDef(
            OID=event,
            Name=name,
            Repeating="No",
            Type="Common",
            FormRef=[odm.FormRef(FormOID=form, Mandatory="No")],
        )
    ]
    version.FormDef = [
        odm.FormDef(
            OID=form,
            Name=name,
            Repeating="No",
            ItemGroupRef=[odm.ItemGroupRef(ItemGroupOID=group, Mandatory="No")],
        )
    ]
    version.ItemGroupDef = [
        odm.ItemGroupDef(
            OID=group,
            Name=name,
            Repeating="Yes",
            Description=_described(table.label),
            ItemRef=[
                odm.ItemRef(
                    ItemOID=item_oid(table, c), Mandatory="No", OrderNumber=number
                )
                for number, c in enumerate(table.columns, start=1)
            ],
        )
    ]
    version.ItemDef = [_item(table, column) for column in table.columns]
    lists = {list_oid(c): c for c in table.columns if c.codes}
    version.CodeList = [_code_list(column) for column in lists.values()]
    return odm.Study(
        OID=STUDY_OID,
        GlobalVariables=odm.GlobalVariables(
            StudyName=odm.StudyName(_content="Day Zero"),
            StudyDescription=odm.StudyDescription(
                _content="A registry of CAR-T and stem-cell transplant"
            ),
            ProtocolName=odm.ProtocolName(_content="Day Zero"),
        ),
        **_units(table.columns),
        MetaDataVersion=[version],
    )


def _item(table: Table, column: Column) -> Any:
    said: dict[str, Any] = {"Length": 4000} if TYPES[column.kind] == "text" else {}
    item = odm.ItemDef(
        OID=item_oid(table, column),
        Name=column.name,
        DataType=TYPES[column.kind],
        Description=_described(column.label),
        **said,
    )
    if column.unit:
        unit = odm.MeasurementUnitRef(MeasurementUnitOID=f"MU.{column.unit}")
        item.MeasurementUnitRef = [unit]
    if column.codes:
        item.CodeListRef = odm.CodeListRef(CodeListOID=list_oid(column))
    return item


def _code_list(column: Column) -> Any:
    codes: CodeList = column.codes  # type: ignore[assignment]
    return odm.CodeList(
        OID=list_oid(column),
        Name=codes.name,
        DataType=TYPES[column.kind],
        CodeListItem=[
            odm.CodeListItem(
                CodedValue=code.value,
                Decode=odm.Decode(TranslatedText=_both(code.label)),
            )
            for code in codes
        ],
    )


def _units(columns: Iterable[Column]) -> dict[str, Any]:
    units = dict.fromkeys(column.unit for column in columns if column.unit)
    if not units:
        return {}
    defined = [
        odm.MeasurementUnit(
            OID=f"MU.{unit}",
            Name=unit,
            Symbol=odm.Symbol(TranslatedText=[_text(unit, "en")]),
        )
        for unit in units
    ]
    return {"BasicDefinitions": odm.BasicDefinitions(MeasurementUnit=defined)}


def _described(label: Label) -> Any:
    return odm.Description(TranslatedText=_both(label))


def _both(label: Label) -> list[Any]:
    return [_text(label.en, "en"), _text(label.zh, "zh")]


def _text(content: str, language: str) -> Any:
    return odm.TranslatedText(_content=content, lang=language)
