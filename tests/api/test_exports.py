"""Datasets: who gets what, complete, hashed, logged, and reproducible in R."""

import csv
import hashlib
import io
import json
import os
import re
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from outcomes.exports.datasets import ANALYSED
from outcomes.models import AnalysisSubject, ExportJob, ExportLog
from outcomes.pipeline.sweep import sweep
from registry.models import ApiToken, Patient
from tests import builders
from tests.api.cuts import a_cut
from tests.api.study import a_cohort, a_patient_elsewhere, the_study
from tests.api.working import run_beside_worker

ROOT = Path(__file__).parents[2]
EXPECTED = json.loads((ROOT / "tests/data/study_expected.json").read_text())
DATE = re.compile(r"\b(19|20)\d\d-\d\d-\d\d\b")
ARMS = ["CAR-T", "chemotherapy"]


def fetch(client, name, **query):
    answer = client.get(f"/api/v1/exports/{name}", query)
    if answer.status_code != 200:
        return answer, []
    content = b"".join(answer.streaming_content)
    return answer, list(csv.DictReader(io.StringIO(content.decode())))


def test_a_file_says_its_length_hash_rows_and_version(manager):
    builders.a_treated_patient()
    sweep()
    answer = manager.get("/api/v1/exports/adtte.csv")
    content = b"".join(answer.streaming_content)
    assert int(answer["Content-Length"]) == len(content)
    assert answer["X-Content-SHA256"] == hashlib.sha256(content).hexdigest()
    assert int(answer["X-Rows"]) == content.count(b"\n") - 1
    assert int(answer["X-Data-Version"]) > 0
    assert answer["Content-Disposition"].startswith("attachment")


def test_each_export_is_logged_and_the_log_only_grows(manager):
    builders.a_treated_patient()
    sweep()
    answer, rows = fetch(manager, "adsl.csv", safe=1)
    (logged,) = manager.get("/api/v1/exports/log/").json()["results"]
    assert logged["sha256"] == answer["X-Content-SHA256"]
    assert (logged["who"], logged["dataset"]) == ("data_manager_ldp", "adsl")
    assert (logged["rows"], logged["safe"], logged["pseudonymised"]) == (1, True, False)
    assert logged["columns"] == list(rows[0])
    with pytest.raises(ProgrammingError), transaction.atomic():
        ExportLog.objects.all().delete()


def test_adsl_has_one_row_a_patient(manager):
    the_study()
    _, rows = fetch(manager, "adsl.csv")
    assert len(rows) == len({row["USUBJID"] for row in rows}) == 158
    assert [sum(r["TRT01A"] == arm for r in rows) for arm in ARMS] == [34, 124]
    first = next(row for row in rows if row["USUBJID"] == "LDP-C001")
    expected = {
        "STUDYID": "DAYZERO",
        "SUBJID": "C001",
        "SITEID": "LDP",
        "SEX": "M",
        "AGE": "4",
        "TRTSDT": "2021-04-05",
        "BRTHDT": "2016-11-12",
        "DISEASE": "T-ALL",
        "ORIGIN": "HSCT",
    }
    assert expected.items() <= first.items()


def test_adsl_says_when_crs_and_icans_began_and_how_long_they_lasted(manager):
    patient = builders.a_treated_patient()
    builders.a_record(
        "crs_episode",
        patient,
        crs_occurred="yes",
        crs_onset_date=builders.day(3),
        crs_resolved_date=builders.day(8),
    )
    sweep()
    _, (row,) = fetch(manager, "adsl.csv")
    assert (row["CRSONDY"], row["CRSDUR"]) == ("3", "5")
    assert (row["ICNSONDY"], row["ICNSDUR"]) == ("", "")


def test_only_an_allogeneic_transplant_without_car_t_is_of_the_other_arm(manager):
    autologous = builders.a_patient()
    builders.a_record("hsct", autologous, hsct_type="autologous")
    allogeneic = builders.a_patient()
    builders.a_record("hsct", allogeneic, hsct_type="allogeneic")
    sweep()
    _, rows = fetch(manager, "adsl.csv")
    arms = {row["SUBJID"]: (row["TRT01A"], row["TRT01AN"]) for row in rows}
    assert arms[autologous.study_no] == ("", "")
    assert arms[allogeneic.study_no] == ("chemotherapy", "2")


def test_adtte_says_days_and_causes(manager):
    the_study()
    _, rows = fetch(manager, "adtte.csv", cohort="cd7-hsct")
    found = {(r["SUBJID"], r["PARAMCD"]): r for r in rows}
    assert len(rows) == len(found) == 4 * 158
    dead, alive = found["C001", "OS"], found["C002", "OS"]
    assert (dead["AVAL"], dead["CNSR"], dead["CAUSE"]) == ("123", "0", "1")
    assert (dead["STARTDT"], dead["ADT"]) == ("2021-04-05", "2021-08-06")
    assert (dead["EVNTDESC"], dead["CNSDTDSC"]) == ("Death", "")
    assert (alive["CNSR"], alive["CAUSE"], alive["EVNTDESC"]) == ("1", "0", "")
    assert alive["CNSDTDSC"]
    assert found["C001", "RI"]["CNSR"] == "2"
    assert {r["PARAM"] for r in rows if r["PARAMCD"] == "OS"} == {
        "Overall survival from HSCT"
    }


def test_adtte_leads_to_the_record_that_its_day_is_from(manager):
    the_study()
    _, rows = fetch(manager, "adtte.csv")
    forms: dict[str, dict[str, dict[str, str]]] = {}
    for form in {row["SRCDOM"] for row in rows} - {""}:
        _, found = fetch(manager, f"{form}.csv")
        forms[form] = {one["record"]: one for one in found}
    assert {"death", "relapse", "follow_up"} <= forms.keys()
    for row in rows:
        if row["SRCDOM"]:
            record = forms[row["SRCDOM"]][row["SRCSEQ"]]
            assert record["USUBJID"] == row["USUBJID"]
            assert record[row["SRCVAR"]] == row["ADT"]
        else:
            assert (row["CNSR"], row["SRCVAR"], row["SRCSEQ"]) == ("1", "", "")


def test_endpoints_from_infusion_have_codes_of_their_own(manager):
    the_study()
    _, rows = fetch(manager, "adtte.csv")
    counted = [sum(r["PARAMCD"] == code for r in rows) for code in ("OS", "OSINF")]
    assert counted == [158, 34]


def test_nobody_takes_out_another_centres_patients(manager):
    builders.a_treated_patient()
    a_patient_elsewhere()
    a_cohort("elsewhere", ["HEB"])
    for name in ANALYSED:
        _, rows = fetch(manager, f"{name}.csv")
        assert {row["SITEID"] for row in rows} == {"LDP"}
    answer, _ = fetch(manager, "adsl.csv", cohort="elsewhere")
    assert answer.status_code == 404


def test_a_cohort_of_two_centres_is_not_taken_out_in_half(program_of):
    user = builders.a_data_manager()
    builders.a_monitor("HEB", user.username)
    a_cohort("both", ["LDP", "HEB"])
    answer, _ = fetch(program_of(user), "adsl.csv", cohort="both")
    assert answer.status_code == 403


def test_a_statistician_gets_granted_cohorts_without_names_or_dates(program_of):
    the_study()
    a_patient_elsewhere()
    user = builders.a_statistician("LDP")
    client = program_of(user)
    assert fetch(client, "adsl.csv")[1] == []
    assert fetch(client, "adsl.csv", cohort="cd7-hsct")[0].status_code == 404
    a_cohort(granted_to=[user])
    numbers = set(Patient.objects.values_list("study_no", flat=True))
    for name in ANALYSED:
        for query in ({}, {"cohort": "cd7-hsct"}):
            _, rows = fetch(client, f"{name}.csv", **query)
            text = "\n".join(",".join(row.values()) for row in rows)
            assert len({row["USUBJID"] for row in rows}) == 158
            assert not DATE.search(text)
            assert not numbers & set(re.split(r"[\W_]+", text))
            assert not {"BRTHDT", "TRTSDT", "STARTDT", "ADT"} & rows[0].keys()
    _, adsl = fetch(client, "adsl.csv")
    _, adtte = fetch(client, "adtte.csv")
    assert {r["USUBJID"] for r in adsl} == {r["USUBJID"] for r in adtte}


def test_free_text_does_not_reach_a_statistician(program_of):
    builders.a_treated_patient()
    sweep()
    AnalysisSubject.objects.update(hla_match="Wang Wei 10/10", first_allogeneic=True)
    user = builders.a_statistician()
    a_cohort(granted_to=[user])
    _, rows = fetch(program_of(user), "adsl.csv")
    assert [row["HLAMATCH"] for row in rows] == [""]


@pytest.mark.parametrize("build", [builders.a_monitor, builders.an_admin])
def test_roles_that_export_nothing(db, program_of, build):
    client = program_of(build())
    for path in ("adsl.csv", "", "log/"):
        assert client.get(f"/api/v1/exports/{path}").status_code == 403
    assert not ExportLog.objects.exists()


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_safe_cells_do_not_run(manager, text):
    builders.a_treated_patient()
    sweep()
    AnalysisSubject.objects.update(hla_match=text)

    def cell(safe):
        answer = manager.get("/api/v1/exports/adsl.csv", {"safe": safe})
        content = b"".join(answer.streaming_content).decode()
        (row,) = csv.DictReader(io.StringIO(content, newline=""))
        return row["HLAMATCH"]

    assert cell(0) == text
    assert cell(1) == f"'{text}"


def test_negative_numbers_stay_numbers(manager):
    builders.a_treated_patient()
    sweep()
    AnalysisSubject.objects.update(d28_day=-3)
    _, (row,) = fetch(manager, "adsl.csv", safe=1)
    assert row["D28DY"] == "-3"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("adae.csv", 404),
        ("adsl.doc", 404),
        ("adsl.csv?cut=2026-01", 404),
        ("adsl.csv?cohort=none", 404),
    ],
)
def test_what_does_not_exist_says_what_does(manager, path, status):
    answer = manager.get(f"/api/v1/exports/{path}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    if "." in path and "?" not in path:
        assert "adsl.csv" in answer.json()["detail"]


def test_any_accept_header_is_answered(manager):
    headers = {"Accept": "text/csv"}
    answer = manager.get("/api/v1/exports/adsl.csv", headers=headers)
    assert b"".join(answer.streaming_content).startswith(b"STUDYID,")
    answer = manager.get("/api/v1/exports/x.csv", headers=headers)
    assert answer["Content-Type"] == "application/problem+json"


def test_queries_do_not_grow_with_the_rows(manager, django_assert_max_num_queries):
    the_study()
    with django_assert_max_num_queries(14):
        fetch(manager, "adtte.csv")
    assert connection.vendor == "postgresql"


# ---- In R


def exact(value):
    return pytest.approx(value, rel=1e-9)


def ran(command, **environment):
    """Return the lines that a client prints, by endpoint."""
    done = run_beside_worker(command, env={**os.environ, **environment})
    assert done.returncode == 0, done.stderr
    found = {}
    for row in csv.DictReader(io.StringIO(done.stdout)):
        found.setdefault(row["endpoint"], []).append(row)
    return found


def agrees(found, *, in_r):
    """Hold a client's table against the study's figures of R."""
    for code in ("OS", "LFS"):
        expected = EXPECTED[f"{code}_loglog"]
        assert [row["arm"] for row in found[code]] == expected["cohort"] == ARMS
        for name in ("estimate", "std_err", "lower", "upper", "n_risk"):
            assert [float(r[name]) for r in found[code]] == exact(expected[name])
        test = EXPECTED[f"{code}_logrank"]
        for name in ("chisq", "p"):
            assert float(found[code][0][name]) == exact(test[name])
    names = {"RI": "relapse_incidence", "NRM": "non_relapse_mortality"}
    for code, name in names.items():
        expected = EXPECTED[name]
        assert [float(r["estimate"]) for r in found[code]] == exact(
            expected["estimate"]
        )
        if in_r:
            assert [float(r["std_err"]) ** 2 for r in found[code]] == exact(
                expected["variance"]
            )
        assert float(found[code][0]["chisq"]) == exact(expected["gray_chisq"])
        assert float(found[code][0]["p"]) == exact(expected["gray_p"])


@pytest.mark.r
@pytest.mark.parametrize("build", [builders.a_data_manager, builders.a_statistician])
def test_r_and_python_reproduce_the_study_from_now_and_from_a_cut(
    live_server, rscript, build, settings
):
    the_study()
    user = build("LDP")
    a_cohort(granted_to=[user])
    a_cut("paper")
    _, token = ApiToken.objects.create(user)
    where = {"DAYZERO_URL": live_server.url, "DAYZERO_TOKEN": token}
    clients = ROOT / "docs/clients"
    r = [rscript, str(clients / "study_table.R")]
    python = [sys.executable, str(clients / "study_table.py")]
    agrees(ran(r, **where), in_r=True)
    agrees(ran(python, **where), in_r=False)
    Patient.objects.first().hsct_set.all().delete()
    sweep(seconds=float("inf"))
    of_the_cut = {**where, "DAYZERO_CUT": "paper", "DAYZERO_COHORT": "cd7-hsct"}
    # Too large to be sent at once: both wait for a worker.
    settings.EXPORT_ROWS_AT_ONCE = -1_000  # the planner says -1 before a vacuum
    agrees(ran(r, **of_the_cut), in_r=True)
    agrees(ran(python, **of_the_cut), in_r=False)
    assert ExportJob.objects.filter(state="done").count() == 2
    settings.EXPORT_ROWS_AT_ONCE = 100_000
    now = float(ran(python, **where)["OS"][0]["chisq"])
    assert now != exact(EXPECTED["OS_logrank"]["chisq"])
