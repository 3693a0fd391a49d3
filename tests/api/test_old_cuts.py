"""A cut as the first release stored it, which every later one must read (ADR 167)."""

import hashlib
import zlib

import pyreadstat
import pytest

from outcomes.models import CutDataset, CutManifest, CutPart, DataCut
from registry.models import Centre

ABSENT = {"withheld": "", "unit": "", "codes": [], "why": False, "tells": ""}
ABSENT |= {"age": False, "birth": False}


def stored(name, kind, sql, **more):
    label = {"en": f"{name} of then", "zh": f"当时的{name}"}
    return {"name": name, "label": label, "kind": kind, "type": sql, **ABSENT, **more}


COLUMNS = [
    stored("USUBJID", "text", "text", withheld="other"),
    stored("SITEID", "text", "character varying(20)"),
    stored("DISEASE", "text", "text"),
    stored("AGE", "integer", "integer", age=True),
    stored("SEX", "code", "character varying(1)", codes=[["F", "female", "女"]]),
    stored("crs_onset_date", "date", "date", withheld="left out"),
    stored("max_temp_c", "number", "numeric(4,1)", unit="°C", why=True),
]
# Order, patient, place, endpoint, shift, shared; each column, its other, its reason.
PART = (
    b"1,900001,,,-30,t,LDP-A1,PS-AAAA,LDP,B-ALL,91,F,2019-05-06,39.2,\n"
    b"2,900002,,,-7,t,LDP-B2,PS-BBBB,LDP,B-ALL,7,,,,not_done\n"
)
FULL = (
    b"USUBJID,SITEID,DISEASE,AGE,SEX,crs_onset_date,max_temp_c\n"
    b"LDP-A1,LDP,B-ALL,91,F,2019-05-06,39.2\n"
    b"LDP-B2,LDP,B-ALL,7,,,\n"
)
AGES = (
    b"USUBJID,SITEID,DISEASE,AGE,SEX,max_temp_c\n"
    b"PS-AAAA,LDP,B-ALL,90,F,39.2\n"
    b"PS-BBBB,LDP,B-ALL,7,,\n"
)


@pytest.fixture
def cut(manager):
    cut = DataCut.objects.create(name="paper", at="7", data_version=7, reason="paper")
    for name in ("adsl", "crs_episode"):
        kept = CutDataset.objects.create(
            cut=cut, name=name, label_en="CRS", label_zh="CRS", columns=COLUMNS
        )
        CutPart.objects.create(
            dataset=kept,
            centre=Centre.objects.get(code="LDP"),
            number=0,
            rows=2,
            sha256=hashlib.sha256(PART).hexdigest(),
            content=zlib.compress(PART),
        )
    CutManifest.objects.create(cut=cut, code_version="0.1.0")
    return cut


def test_what_was_stored_by_the_first_release_is_given_byte_for_byte(manager, cut):
    for query, expected in (({}, FULL), ({"profile": "ages"}, AGES)):
        asked = {"cut": "paper", **query}
        answer = manager.get("/api/v1/exports/crs_episode.csv", asked)
        assert answer.status_code == 200, answer.content
        assert b"".join(answer.streaming_content) == expected
        assert answer["X-Content-SHA256"] == hashlib.sha256(expected).hexdigest()


def test_its_labels_and_reasons_are_those_of_then(manager, cut, tmp_path):
    answer = manager.get("/api/v1/exports/crs_episode.dta", {"cut": "paper"})
    place = tmp_path / "file.dta"
    place.write_bytes(b"".join(answer.streaming_content))
    read, about = pyreadstat.read_dta(place, user_missing=True)
    assert about.column_names_to_labels["AGE"] == "AGE of then"
    assert about.variable_value_labels["SEX"] == {1: "female"}
    assert read["max_temp_c"].tolist() == [39.2, "b"]
