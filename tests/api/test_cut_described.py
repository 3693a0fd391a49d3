"""What a data cut says of itself: its columns, its Define-XML, its log."""

import hashlib

import pytest
from odmlib.define_loader import XMLDefineLoader
from odmlib.loader import ODMLoader
from odmlib.odm_parser import ODMSchemaValidator

from outcomes.cuts import freezing
from outcomes.exports import codebook
from outcomes.models import ExportLog
from registry.codelists.base import Label
from tests import builders
from tests.api.cuts import a_cut, fetch, rows_of
from tests.api.study import a_cohort
from tests.db.pipeline.conftest import a_transplanted

pytestmark = pytest.mark.django_db


def test_a_cut_has_a_define_xml_of_its_own(manager, tmp_path, monkeypatch):
    now = freezing._told

    def then(dataset, types):  # as code made it that had other labels
        columns = [one for one in now(dataset, types) if one["name"] != "GRAFT"]
        for one in columns:
            if one["name"] == "SEX":
                one["label"]["en"] = "Sex of then"
                one["codes"] = [["U", "unknown", "不详"]]
        return columns

    a_transplanted()
    monkeypatch.setattr(freezing, "_told", then)
    cut = a_cut()
    answers = [
        manager.get("/api/v1/exports/define.xml", {"cut": "first"}) for _ in range(2)
    ]
    assert answers[0].content == answers[1].content
    path = tmp_path / "define.xml"
    path.write_bytes(answers[0].content)
    ODMSchemaValidator(standard="define", version="2.1").validate_file(str(path))
    loader = ODMLoader(XMLDefineLoader(model_package="define_2_1"))
    loader.open_odm_document(str(path))
    version = loader.MetaDataVersion()
    assert f"Data cut first at change {cut.data_version}" in version.Description
    names = [one.Name for one in version.ItemGroupDef]
    assert names == ["ADSL", "ADTTE", "ADLB"]
    items = {one.OID: one for one in version.ItemDef}
    assert "IT.ADSL.GRAFT" not in items
    sex = items["IT.ADSL.SEX"]
    assert sex.Description.TranslatedText[0]._content == "Sex of then"
    lists = {one.OID: one for one in version.CodeList}
    codes = lists[sex.CodeListRef.CodeListOID].CodeListItem
    assert [one.CodedValue for one in codes] == ["U"]
    nothing = manager.get("/api/v1/exports/define.xml", {"cut": "none"})
    assert nothing.status_code == 404


def test_a_cut_has_a_codebook_of_the_columns_that_it_keeps(
    manager, program_of, monkeypatch
):
    a_transplanted()
    cut = a_cut()
    answer, content = fetch(manager, "codebook.csv", cut="first")
    assert answer["X-Cut"] == "first"
    told = [
        (row["dataset"], row["name"], row["kind"], row["label_en"], row["label_zh"])
        for row in rows_of(content)
    ]
    assert told == [
        (one.name, column["name"], column["kind"], *column["label"].values())
        for one in cut.datasets.all()
        for column in one.columns
    ]
    assert ("diagnosis", "karyotype_text") not in {row[:2] for row in told}
    (hypoxia,) = (row for row in rows_of(content) if row["name"] == "hypoxia")
    assert "low_flow = " in hypoxia["codes_zh"]
    # Of today's code it has nothing, as the cut was derived by that of then.
    monkeypatch.setattr(codebook, "origin_of", lambda *_names: Label("new", "新"))
    assert fetch(manager, "codebook.csv", cut="first")[1] == content
    statistician = builders.a_statistician()
    a_cohort(
        "all", granted_to=[statistician], definition={"index": "hsct", "horizon": 730}
    )
    given = fetch(program_of(statistician), "codebook.csv", cut="first")[1]
    assert given == content
    late = {"cut": "first", "cohort": "all"}
    assert manager.get("/api/v1/exports/codebook.csv", late).status_code == 404
    assert fetch(manager, "codebook.parquet", cut="first")[1][:4] == b"PAR1"


def test_an_export_from_a_cut_is_logged_with_its_query(manager):
    a_transplanted()
    cut = a_cut()
    answer, content = fetch(manager, "adsl.csv", cut="first", profile="ages")
    log = ExportLog.objects.get()
    assert (log.cut, log.profile) == ("first", "ages")
    asked = {"cut": "first", "profile": "ages", "language": "en"}
    assert log.query == {**asked, "recipient": "CN"}
    assert log.data_version == cut.data_version == int(answer["X-Data-Version"])
    assert log.sha256 == hashlib.sha256(content).hexdigest()
    assert (log.smallest_group, log.in_small_groups) == (1, 1)
    assert answer["Content-Disposition"] == 'attachment; filename="adsl-first.csv"'
