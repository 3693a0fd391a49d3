"""A study's figures as files and as specifications for the browser."""

import subprocess

import pytest

from outcomes import version
from outcomes.cohorts.sharing import grant
from outcomes.figures import drawn
from registry.audit.context import SYSTEM
from tests.builders import a_statistician, an_investigator
from tests.unit.figures.conftest import SHOWN
from tests.web.study import DATA_VERSION, the_shown_study, the_study

pytestmark = pytest.mark.django_db
FIGURE = "/studies/cd7-hsct/figures/overall-survival"
TYPES = {
    "json": ("application/json", b"{"),
    "svg": ("image/svg+xml", b"<svg"),
    "png": ("image/png", b"\x89PNG"),
    "pdf": ("application/pdf", b"%PDF"),
}


@pytest.fixture
def study(client):
    client.force_login(an_investigator())
    return the_shown_study()


@pytest.mark.parametrize("kind", TYPES)
def test_file_has_its_type_name_and_length(client, study, kind):
    answer = client.get(f"{FIGURE}.{kind}")
    content_type, beginning = TYPES[kind]
    assert answer["Content-Type"] == content_type
    assert answer.content.startswith(beginning)
    assert int(answer["Content-Length"]) == len(answer.content)
    if kind == "json":
        assert "Content-Disposition" not in answer
    else:
        name = f"cd7-hsct_overall-survival_change-{DATA_VERSION}.{kind}"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("name", SHOWN)
def test_every_figure_is_drawn_and_links_to_its_files(client, study, name):
    answer = client.get(f"/studies/cd7-hsct/figures/{name}.svg")
    assert answer.status_code == 200
    assert b"<text" in answer.content


def test_figure_that_has_not_changed_is_not_sent_again(client, study):
    tag = client.get(f"{FIGURE}.json")["ETag"]
    again = client.get(f"{FIGURE}.json", headers={"If-None-Match": tag})
    assert again.status_code == 304
    chinese = {"If-None-Match": tag, "Accept-Language": "zh-hans"}
    assert client.get(f"{FIGURE}.json", headers=chinese).status_code == 200


def test_figure_moves_on_when_it_is_drawn_otherwise(client, study, monkeypatch):
    tag = client.get(f"{FIGURE}.json")["ETag"]
    monkeypatch.setattr(drawn, "drawing_version", lambda: "1234abcd")
    answer = client.get(f"{FIGURE}.json", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "1234abcd" in answer["ETag"]


@pytest.mark.parametrize("name", ["figures/km.py", "disclosure/rule.py", "texts.po"])
def test_what_draws_figures_has_a_version(tmp_path, monkeypatch, name):
    file = tmp_path / "outcomes" / name
    file.parent.mkdir(parents=True)
    file.write_text("one")
    monkeypatch.setattr(version, "ROOT", tmp_path)
    found = version._digest(["outcomes"])
    file.write_text("other")
    assert version._digest(["outcomes"]) != found


def test_figure_moves_on_with_the_data_with_the_data_version(client, study):
    tag = client.get(f"{FIGURE}.json")["ETag"]
    study.snapshots.update(data_version=DATA_VERSION + 1)
    answer = client.get(f"{FIGURE}.json", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "change 1,692" in answer.content.decode()


def test_page_gets_the_figure_of_the_snapshot_that_it_shows(client, study):
    shown = study.snapshots.get()
    newer = study.snapshots.defer(None).get()
    newer.pk, newer.data_version = None, DATA_VERSION + 5
    newer.save()
    asked = client.get(f"{FIGURE}.json?v={shown.pk}.{DATA_VERSION}")
    assert "change 1,691" in asked.content.decode()
    assert "change 1,696" in client.get(f"{FIGURE}.json").content.decode()


@pytest.mark.parametrize("path", ["nothing.svg", "overall-survival.gif"])
def test_figure_that_does_not_exist_is_a_404(client, study, path):
    assert client.get(f"/studies/cd7-hsct/figures/{path}").status_code == 404


@pytest.mark.parametrize("named", ["x", "999999", "1;2", "९"])
def test_odd_version_gives_the_newest_figure(client, study, named):
    assert client.get(f"{FIGURE}.json", {"v": named}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"columns": "1"}, "_85mm.svg"),
        ({"columns": "2"}, f"change-{DATA_VERSION}.svg"),
        ({"columns": "9", "dpi": "x"}, f"change-{DATA_VERSION}.svg"),
    ],
)
def test_one_column_is_another_file(client, study, asked, named):
    answer = client.get(f"{FIGURE}.svg", asked)
    assert answer["Content-Disposition"].endswith(f'{named}"')
    assert (b'width="85mm"' in answer.content) == (asked["columns"] == "1")


def test_page_has_sizes_caption_and_methods_to_copy(client, study):
    shown = client.get("/studies/cd7-hsct/survival/").content.decode()
    assert "overall-survival.png?columns=1&amp;dpi=600" in shown
    for words in (
        "Overall survival. CD7 CAR-T then allogeneic HSCT: CAR-T n = 34",
        "Time zero is the day of HSCT. Overall survival: Time from day 0 to death",
        "confidence limits of 95 %, on the log-log scale",
        "by the log-rank test (two-sided; chi-squared 1.57 on 1 df, P = .210)",
        "Median follow-up by the reverse Kaplan–Meier method was 28.7 months (CAR-T)",
        "Cohort cd7-hsct, version 1. Data as of change 1,691",
    ):
        assert words in shown


def test_single_patients_are_drawn_for_those_who_may_see_them_alone(client, db):
    statistician = a_statistician("LDP")
    the_study(limit=6, granted_to=[statistician])
    client.force_login(an_investigator())
    shown = client.get("/studies/cd7-hsct/courses/").content.decode()
    assert 'id="figure-swimmer"' in shown
    assert shown.count('href="/patients/') >= 6
    drawn = client.get("/studies/cd7-hsct/figures/swimmer.json")
    assert drawn["Cache-Control"] == "private, no-store"
    assert len(drawn.json()["datasets"]["numbers"]) == 6
    client.force_login(statistician)
    shown = client.get("/studies/cd7-hsct/courses/").content.decode()
    assert 'id="figure-swimmer"' not in shown
    drawn = client.get("/studies/cd7-hsct/figures/swimmer.json").json()
    assert drawn["datasets"]["numbers"] == []


def test_script_is_a_file_beside_the_figure_and_by_rest(client, study):
    shown = client.get("/studies/cd7-hsct/survival/").content.decode()
    assert "/studies/cd7-hsct/figures/overall-survival.R" in shown
    answer = client.get(f"{FIGURE}.R")
    assert answer["Content-Type"].startswith("text/plain")
    name = f"cd7-hsct_overall-survival_change-{DATA_VERSION}.R"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "stopifnot(all.equal(" in answer.content.decode()
    rest = client.get("/api/v1/cohorts/cd7-hsct/figures/overall-survival.R")
    assert rest.content == answer.content
    assert client.get("/studies/cd7-hsct/figures/none.R").status_code == 404


def test_scripts_of_other_figures_follow_what_the_reader_sees(client, study):
    """From stored results where they say enough; single courses to who lists them."""
    for name in ("flow", "recruitment", "day-28", "relapse-and-nrm"):
        answer = client.get(f"/studies/cd7-hsct/figures/{name}.R")
        assert "stopifnot(" in answer.content.decode(), name
    # The kept results stand without their patients: nobody is read again.
    for name in ("characteristics", "states", "swimmer", "crs-icans"):
        answer = client.get(f"/studies/cd7-hsct/figures/{name}.R")
        assert answer.status_code == 404, name
    outsider = an_investigator("HEB")
    grant(cohort=study, user=outsider, actor=SYSTEM, reason="for a test")
    client.force_login(outsider)
    for name in ("flow", "day-28", "states", "swimmer", "characteristics"):
        answer = client.get(f"/studies/cd7-hsct/figures/{name}.R")
        assert answer.status_code == 404, name


def test_rest_gives_the_same_figure(client, study):
    page = client.get(f"{FIGURE}.svg", {"columns": "1"})
    rest = client.get(
        "/api/v1/cohorts/cd7-hsct/figures/overall-survival.svg", {"columns": "1"}
    )
    assert rest.content == page.content


@pytest.mark.r
@pytest.mark.parametrize("name", ["subgroups-os", "subgroups-relapse"])
def test_r_finds_every_subgroup_again(client, db, rscript, tmp_path, name):
    the_study()
    client.force_login(an_investigator())
    script = client.get(f"/studies/cd7-hsct/figures/{name}.R").content
    (tmp_path / "script.R").write_bytes(script)
    done = subprocess.run(
        [rscript, tmp_path / "script.R"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert script.count(b"stopifnot(all.equal(") >= 8


def test_centres_are_told_to_their_own_staff(client, db):
    statistician = a_statistician("LDP")
    the_study(limit=6, granted_to=[statistician])
    client.force_login(an_investigator())
    shown = client.get("/studies/cd7-hsct/enrolment/").content.decode()
    centres = shown.split('id="centres"')[1]
    assert "<td" in centres
    assert "LDP" in centres
    assert "6" in centres
    client.force_login(statistician)
    told = client.get("/studies/cd7-hsct/enrolment/").content.decode()
    assert told.split('id="centres"')[1].count("\N{EM DASH}") >= 3
