"""The codebook of the analysis datasets: page, CSV and Define-XML."""

import csv
from io import StringIO

import pytest

from outcomes.endpoints import ENDPOINTS
from outcomes.exports.catalogue import DATASETS
from outcomes.exports.derivations import BEGUN, ORIGINS
from tests.builders import a_statistician

PAGE = "/codebook/analysis/"


@pytest.fixture
def reader(client, db):
    client.force_login(a_statistician())
    return client


def test_every_variable_and_endpoint_is_there_in_both_languages(reader):
    page = reader.get(PAGE)
    html = page.content.decode()
    columns = sum(len(DATASETS[name].columns) for name in ORIGINS)
    assert page.context["count"] == columns + len(ENDPOINTS)
    assert 'id="adsl.CRSGR"' in html
    assert "CRS最高级" in html
    assert "Highest ASTCT grade" in html
    chinese = reader.get(PAGE, headers={"Accept-Language": "zh-hans"})
    assert (
        f"该疗程crs_episode记录（{BEGUN[1]}）的最高ASTCT分级"
        in chinese.content.decode()
    )


def test_words_keep_what_holds_all_of_them(reader):
    answer = reader.get(PAGE, {"q": "astct icans"})
    (adsl,) = answer.context["datasets"]
    assert [row["name"] for row in adsl["rows"]] == ["ICANSGR"]
    found = reader.get(PAGE, {"q": "OSINF"}, headers={"HX-Request": "true"})
    assert 'id="PARAMCD.OS"' in found.content.decode()
    assert "<html" not in found.content.decode()
    nothing = reader.get(PAGE, {"q": "zzz"}).content.decode()
    assert "No variable holds these words" in nothing


def test_csv_has_a_line_for_each_variable(reader):
    answer = reader.get(PAGE, {"format": "csv"})
    lines = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(one["dataset"], one["name"]) for one in lines] == [
        (name, column.name) for name in ORIGINS for column in DATASETS[name].columns
    ]
    assert all(one["origin_en"] and one["origin_zh"] for one in lines)


def test_page_and_rest_give_one_define(reader):
    own = reader.get(f"{PAGE}define.xml")
    assert own["Content-Type"] == "application/xml"
    assert b"http://www.cdisc.org/ns/def/v2.1" in own.content
    by_rest = reader.get("/api/v1/exports/define.xml")
    assert by_rest.status_code == 200
    # They differ in the moment of their making alone.
    assert len(own.content) == len(by_rest.content)
