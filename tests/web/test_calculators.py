"""Calculators: every engine as a page, with what is typed in the address alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.grading import CHAPTERS, ENGINES
from registry.models import Change
from tests.builders import a_statistician

FEBRILE = "max_temp_c=39.2&antipyretic_or_anticytokine=no&death=no"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def anyone(client, db):
    client.force_login(a_statistician())
    return client


def shown(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_every_engine_is_listed_once_under_its_chapter(anyone):
    page = shown(anyone.get("/calculators/"))
    listed = [engine.name for chapter in CHAPTERS for engine in chapter.engines]
    assert sorted(listed) == sorted(ENGINES)
    for name in ENGINES:
        assert page.count(f'href="/calculators/{name}/"') == 1
    assert "46 scales" in page
    verified = sum(engine.verified for engine in ENGINES.values())
    assert page.count("verified against its paper") == verified


def test_list_keeps_what_holds_every_word_of_either_language(anyone):
    part = shown(anyone.get("/calculators/?q=升压 Penn", **HTMX))
    assert "1 scale" in part
    assert "/calculators/crs_penn/" in part
    assert "<html" not in part
    assert "No scale holds these words." in shown(anyone.get("/calculators/?q=xyzzy"))


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_asks_all_its_findings_and_answers_open(anyone, name):
    page = shown(anyone.get(f"/calculators/{name}/"))
    for finding in ENGINES[name].findings:
        assert f'name="{finding.name}"' in page
    assert "Open" in page
    assert ENGINES[name].source.split(",")[0] in page


def test_findings_of_the_address_are_graded_without_script(anyone):
    page = shown(anyone.get(f"/calculators/crs_astct/?{FEBRILE}&hypotension=none"))
    assert '<div class="big"><b>1–4</b>' in page
    assert "At least 1, at most 4." in page
    assert '<a href="#id_hypoxia" data-to-field>Hypoxia</a>' in page
    assert "What each answer would give" in page
    assert 'value="39.2"' in page
    decided = shown(
        anyone.get(
            f"/calculators/crs_astct/?{FEBRILE}&hypotension=none&hypoxia=high_flow"
        )
    )
    assert '<div class="big"><b>3</b>' in decided
    assert "Decided" in decided
    assert "What each answer would give" not in decided


def test_link_carries_what_was_typed_and_gives_the_same_answer(anyone):
    first = anyone.get(f"/calculators/crs_astct/?{FEBRILE}&hypoxia=", **HTMX)
    link = first["HX-Replace-Url"]
    assert link == f"http://testserver/calculators/crs_astct/?{FEBRILE}"
    assert '<div class="big"><b>1–4</b>' in shown(anyone.get(link))


def test_an_unchanged_setting_is_left_out_of_the_link(anyone):
    url = "/calculators/response_all/?cr_boundary=%3E&anc=1&bm_blasts_pct=1"
    link = anyone.get(url, **HTMX)["HX-Replace-Url"]
    assert link.endswith("?bm_blasts_pct=1&anc=1")


@pytest.mark.parametrize(
    ("query", "label", "reason"),
    [
        ("max_temp_c=103", "Highest temperature", "Must be within 30–45 °C."),
        ("max_temp_c=hot", "Highest temperature", "“hot” is no number."),
        ("hypoxia=nasal", "Hypoxia", "Select a valid choice."),
    ],
)
def test_a_finding_that_cannot_be_is_named_with_the_reason(
    anyone, query, label, reason
):
    page = shown(anyone.get(f"/calculators/crs_astct/?{query}"))
    assert "Cannot be read" in page
    assert f"data-to-field>{label}</a>: {reason}" in page
    assert "At least" not in page


def test_contradictions_name_the_other_finding(anyone):
    page = shown(
        anyone.get("/calculators/t_icaht_early/?days_plt_lt_50=1&days_plt_lt_20=2")
    )
    assert "Cannot be true together with: Days platelets &lt;50." in page


def test_live_answer_says_beside_the_field_what_is_wrong(anyone):
    part = shown(anyone.get("/calculators/crs_astct/?max_temp_c=103", **HTMX))
    assert "<html" not in part
    assert 'id="id_max_temp_c_said" data-css="bad" hx-swap-oob="true"' in part
    assert 'id="result-line" hx-swap-oob="true"' in part


def test_counts_by_day_give_the_day_of_engraftment(anyone):
    counts = "0+2.0%0A5+0.1%0A12%2C0.5%0A13%EF%BC%9A0.6%0A14+0.7"
    page = shown(anyone.get(f"/calculators/engraftment_anc/?counts={counts}"))
    assert '<div class="big"><b>12</b>' in page
    wrong = shown(anyone.get("/calculators/engraftment_anc/?counts=day+five"))
    assert "“day five” is no day with its value." in wrong


def test_no_transfusion_is_an_answer_and_silence_is_none(anyone):
    counts = "%0A".join(f"{d}+{5 if d < 10 else 40}" for d in range(20))
    url = f"/calculators/engraftment_plt/?counts={counts}"
    assert "Open" in shown(anyone.get(url))
    assert '<div class="big"><b>10</b>' in shown(
        anyone.get(f"{url}&transfusion_days=-")
    )
    later = shown(anyone.get(f"{url}&transfusion_days=3,+11"))
    assert '<div class="big"><b>12</b>' in later
    assert "“x” is no day." in shown(anyone.get(f"{url}&transfusion_days=x"))


def test_unknown_leaves_a_finding_open(anyone):
    page = shown(anyone.get("/calculators/agvhd_magic/?skin=unknown&liver=1"))
    assert '<div class="big"><b>2–4</b>' in page


def test_rule_table_is_read_off_the_engine(anyone):
    page = shown(anyone.get("/calculators/agvhd_liver_stage/"))
    assert '<td>≥ 2, ≤ 3</td><td class="num">Stage 1</td>' in page


def test_page_speaks_chinese(anyone):
    anyone.cookies["django_language"] = "zh-hans"
    page = shown(anyone.get(f"/calculators/crs_astct/?{FEBRILE}&max_temp_c=50"))
    assert "应在30–45" in page
    assert "CRS分级" in page


def test_nothing_is_stored_and_nothing_is_asked_of_the_database(anyone):
    before = Change.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        anyone.get(f"/calculators/crs_astct/?{FEBRILE}")
    assert Change.objects.count() == before
    assert len(asked) <= 4


def test_an_engine_that_is_not_there_is_not_found(anyone):
    assert anyone.get("/calculators/crs_maybe/").status_code == 404
