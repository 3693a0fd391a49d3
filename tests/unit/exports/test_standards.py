"""CDISC's formats, read back by odmlib and held to the published schema."""

import io
import json
from datetime import date

import pytest
from odmlib.dataset_json_1_1.model import Column as ColumnOf
from odmlib.dataset_json_1_1.model import DatasetJSON
from odmlib.loader import ODMLoader
from odmlib.odm_loader import XMLODMLoader
from odmlib.odm_parser import ODMSchemaValidator

from outcomes.exports.columns import Column, Kind
from outcomes.exports.formats.dataset_json import write_dsjson
from outcomes.exports.formats.odm import write_odm
from outcomes.exports.table import Options, Table
from registry.codelists.base import Label, codelist

SEX = codelist("sex", ("F", "Female", "女"), ("M", "Male", "男"))
COLUMNS = (
    Column("USUBJID", "", Label("Subject", "受试者")),
    Column("SEX", "", Label("Sex", "性别"), Kind.CODE, codes=SEX),
    Column("AGE", "", Label("Age", "年龄"), Kind.WHOLE, unit="y"),
    Column("DOSE", "", Label("Dose", "剂量"), Kind.NUMBER, unit="10^6/kg"),
    Column("ADT", "", Label("Day", "日期"), Kind.DAY),
    Column("SEEN", "", Label("Seen", "时刻"), Kind.MOMENT),
)
CSV = (
    "USUBJID,SEX,AGE,DOSE,ADT,SEEN\n"
    "L-1,F,34,1.5,2024-02-29,2024-03-01 12:00:00+00\n"
    'L-1,F,34,,2024-03-05,\n"L-2 <&"" 患者",M,,0.25,,\n'
)


def a_table(text=CSV, rows=3):
    file = io.BytesIO(text.encode())
    label = Label("Times to event", "至事件时间")
    return Table("adtte", label, COLUMNS, (), rows, file)


def written(write, table, language="en"):
    out = io.BytesIO()
    write(table, out, Options(language=language))
    return out.getvalue()


def opened(path):
    loader = ODMLoader(XMLODMLoader(model_package="odm_1_3_2"))
    loader.open_odm_document(str(path))
    return loader


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "adtte.xml"
    path.write_bytes(written(write_odm, a_table()))
    return path


def test_odm_keeps_to_the_published_schema(document):
    ODMSchemaValidator(standard="odm", version="1.3.2").validate_file(str(document))


def test_odm_is_read_back_with_labels_codes_and_units(document):
    loader = opened(document)
    version = loader.MetaDataVersion()
    items = {item.Name: item for item in version.ItemDef}
    assert [text._content for text in items["SEX"].Description.TranslatedText] == [
        "Sex",
        "性别",
    ]
    assert items["DOSE"].MeasurementUnitRef[0].MeasurementUnitOID == "MU.10^6/kg"
    (codes,) = version.CodeList
    assert items["SEX"].CodeListRef.CodeListOID == codes.OID
    assert [one.CodedValue for one in codes.CodeListItem] == ["F", "M"]
    assert [item.DataType for item in version.ItemDef] == [
        *("text", "text", "integer", "double", "date", "datetime")
    ]


def test_odm_has_each_subject_with_its_rows(document):
    loader = opened(document)
    subjects = loader.load_odm().ClinicalData[0].SubjectData
    assert [one.SubjectKey for one in subjects] == ["L-1", 'L-2 <&" 患者']
    groups = [one.StudyEventData[0].FormData[0].ItemGroupData for one in subjects]
    assert [len(rows) for rows in groups] == [2, 1]
    values = {one.ItemOID: one.Value for one in groups[0][0].ItemData}
    assert values["IT.ADTTE.ADT"] == "2024-02-29"
    assert values["IT.ADTTE.AGE"] == "34"
    # What is absent is not there, instead of empty.
    assert "IT.ADTTE.DOSE" not in {one.ItemOID for one in groups[0][1].ItemData}


def test_odm_leaves_out_what_xml_cannot_carry(tmp_path):
    text = "USUBJID,SEX,AGE,DOSE,ADT,SEEN\nL\x0b1,F,,,,\n"
    path = tmp_path / "odd.xml"
    path.write_bytes(written(write_odm, a_table(text, 1)))
    loader = opened(path)
    (subject,) = loader.load_odm().ClinicalData[0].SubjectData
    assert subject.SubjectKey == "L1"


def test_odm_without_rows_is_a_document_too(tmp_path):
    path = tmp_path / "none.xml"
    path.write_bytes(written(write_odm, a_table(CSV.splitlines()[0] + "\n", 0)))
    loader = opened(path)
    assert not loader.load_odm().ClinicalData[0].SubjectData


def test_dataset_json_is_read_back(document):
    said = json.loads(written(write_dsjson, a_table(), "zh-hans"))
    columns = [ColumnOf(**column) for column in said.pop("columns")]
    said.pop("sourceSystem")
    read = DatasetJSON(columns=columns, **said)
    assert read.datasetJSONVersion == "1.1.0"
    assert (read.records, len(read.rows)) == (3, 3)
    assert read.label == "至事件时间"
    assert [column.dataType for column in read.columns] == [
        *("string", "string", "integer", "double", "date", "datetime")
    ]
    assert read.columns[3].label == "剂量（10^6/kg）"
    assert read.rows[0][:5] == ["L-1", "F", 34, 1.5, date(2024, 2, 29).isoformat()]
    assert read.rows[1][3] is None
    assert read.rows[2][0] == 'L-2 <&" 患者'


def test_dataset_json_and_odm_name_columns_alike(document):
    said = json.loads(written(write_dsjson, a_table()))
    loader = opened(document)
    items = [item.OID for item in loader.MetaDataVersion().ItemDef]
    assert [column["itemOID"] for column in said["columns"]] == items
    assert said["metaDataRef"] == "define.xml"
