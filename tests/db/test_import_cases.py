"""The import from file to records, on the practice workbook and on the study."""

import csv
import io
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from registry.access.policy import Role
from registry.audit.context import SYSTEM
from registry.checks import whole
from registry.intake.run import import_file
from registry.intake.table import Unreadable
from registry.models import (
    FORMS,
    Centre,
    Change,
    DataQuery,
    DiseaseAssessment,
    ImportBatch,
    Infusion,
    Membership,
    Patient,
    QueryEntry,
    User,
)
from registry.services.checking import begin_run, go_on
from registry.services.copying import copy_in

DATA = Path(__file__).parents[1] / "data"
STUDY = (DATA / "study_reconstruction.csv").read_bytes()
PRACTICE = (DATA / "messy_practice.xlsx").read_bytes()
KEY = json.loads((DATA / "messy_practice.key.json").read_text())
HEAD = (
    "study_no,centre,sex,birth_date,diagnosis,hsct_date,last_contact_date,vital_status"
)


def gb18030():
    out = io.StringIO(newline="")
    sheet = load_workbook(io.BytesIO(PRACTICE)).worksheets[0]
    csv.writer(out).writerows(sheet.iter_rows(values_only=True))
    return out.getvalue().encode("gb18030")


def run(content, actor=SYSTEM, **options):
    return import_file(content, file_name="sheet", actor=actor, **options)


def sheet(*rows, head=HEAD):
    return "\n".join((head, *rows)).encode()


def a_data_manager(centre):
    user = User.objects.create(username="manager")
    Membership.objects.create(user=user, role=Role.DATA_MANAGER, centre=centre)
    return user.actor()


@pytest.fixture(params=[PRACTICE, gb18030()], ids=["xlsx", "gb18030"])
def practice(request, db):
    return run(request.param, dry_run=True)


def test_every_row_of_the_key_with_an_error_is_left_out_and_no_other(practice):
    assert practice.records == KEY["records"]
    assert sorted(practice.rows_with_errors) == KEY["rows_with_errors"]
    assert practice.accepted == 48
    assert practice.header_row == KEY["header_row"]


@pytest.mark.parametrize("mark", KEY["defects"], ids=lambda m: m["kind"])
def test_every_mark_of_the_key_is_told_as_it_says(db, mark):
    report = run(PRACTICE, dry_run=True)
    told = {
        problem.severity
        for problem in report.problems
        if problem.row == mark["row"] and problem.field == mark["field"]
    }
    assert told == (set() if mark["severity"] == "clean" else {mark["severity"]})
    columns = {p.column for p in report.problems if p.field == mark["field"]}
    assert columns <= {mark["column"]}


def test_clean_cells_are_stored_as_they_were_meant(db):
    assert run(PRACTICE).committed

    def answer(number, form, field):
        record = FORMS[form].objects.get(patient__study_no=number)
        return getattr(record, field)

    assert answer("C017", "crs_episode", "max_temp_c") == Decimal("38.9")
    assert answer("C030", "crs_episode", "max_temp_c") == Decimal("38.4")
    assert answer("C024", "hsct", "donor") == "haploidentical"
    assert answer("H003", "hsct", "hsct_date") == date(2020, 12, 13)
    assert Patient.objects.get(study_no="C033").sex == "M"
    assert Patient.objects.get(study_no="C029").birth_date == date(1971, 1, 24)
    assert Patient.objects.get(study_no="H023").birth_date == date(2011, 8, 29)
    undetected = DiseaseAssessment.objects.get(
        patient__study_no="C007", time_point="D28"
    )
    assert undetected.mrd_result == "not_detected"
    assert undetected.absent["mrd_pct"] == "below_detection"
    undone = DiseaseAssessment.objects.get(patient__study_no="C006", time_point="D28")
    assert undone.absent["mrd_pct"] == "not_done"
    assert not Patient.objects.filter(study_no__in=["C003", "C011", "H008"]).exists()


def test_fahrenheit_and_a_dose_in_cells_are_named(db):
    said = {p.row: p.message for p in run(PRACTICE, dry_run=True).problems}
    assert "Fahrenheit" in said[35]
    assert "millions" in said[37]


def test_the_study_is_imported_whole_and_a_second_time_changes_nothing(db, asked):
    first = run(STUDY, reason="founding study")
    assert set(Counter(asked).values()) == {
        1
    }  # of what is written nothing is asked again
    assert (first.records, first.accepted, first.created) == (158, 158, 158)
    assert first.rows_with_errors == set()
    assert Patient.objects.count() == 158
    assert Infusion.objects.count() == 34
    written = Change.objects.count()
    assert set(Change.objects.values_list("reason", flat=True)) == {"founding study"}

    second = run(STUDY, reason="again")
    assert (second.accepted, second.updated, second.unchanged) == (158, 0, 158)
    assert second.differences == []
    assert Change.objects.count() == written
    # The queries are those that the checks ask of what is in the database.
    found = begin_run(actor=SYSTEM)
    assert go_on(run=found) == 158
    found.refresh_from_db()
    assert (found.opened, found.closed) == (0, 0)
    assert not QueryEntry.objects.exists()


@pytest.fixture
def asked(monkeypatch):
    """Return the case, form and place of each record of which the checks are asked."""
    told, own = [], whole.own

    def counted(form, place, worlds, variables):
        told.append((next(iter(worlds)).patient["study_no"], form, place))
        return own(form, place, worlds, variables)

    monkeypatch.setattr(whole, "own", counted)
    return told


TWINS = (
    "study_no,centre,sex,birth_date,infusion_date,age,last_contact_date,vital_status"
)


def test_who_is_left_out_is_nobody_s_double(db):
    """What was judged beside a row is judged again when that row is not written."""
    first = "A-1,LDP,F,1990-01-05,2021-01-10,31,2021-06-01,alive"
    double = first.replace("A-1", "A-2")
    wrong = double.replace("alive", "whoever")
    doubles = DataQuery.objects.filter(code="DQ120")
    report = run(sheet(first, wrong, head=TWINS))
    assert (report.accepted, doubles.count()) == (1, 0)
    run(sheet(double, head=TWINS))
    assert doubles.count() == 1


def test_the_study_s_notes_on_its_columns_are_followed(db):
    run(STUDY)
    patient = Patient.objects.get(study_no="C007")
    of = {
        form: list(model.objects.filter(patient=patient).order_by("pk"))
        for form, model in FORMS.items()
    }
    before, day_28 = of["disease_assessment"]
    assert (before.time_point, before.extramedullary) == ("pre_ld", "none")
    assert before.absent["assessment_date"] == "unknown"
    assert (day_28.time_point, day_28.mrd_result) == ("D28", "quantified")
    peak, last = of["expansion"]
    assert peak.expansion_date == date(2021, 1, 3)
    assert (last.time_point, last.absent["expansion_date"]) == ("pre_hsct", "unknown")
    assert of["hsct"][0].gvhd_prophylaxis == ["CsA", "MMF", "MTX", "ATG"]
    assert of["diagnosis"][0].recorded_prior_lines == 2
    assert of["cgvhd_episode"][0].cgvhd_occurred == "no"
    assert of["engraftment"][0].plt_engrafted == "unknown"
    assert of["crs_episode"][0].tocilizumab_doses == 0
    chemotherapy = Patient.objects.get(study_no="H001")
    assert not FORMS["crs_episode"].objects.filter(patient=chemotherapy).exists()


def test_a_fatal_gvhd_is_the_kind_that_is_recorded(db):
    deaths = FORMS["death"].objects
    run(STUDY)
    acute = deaths.filter(cause_of_death="gvhd_acute")
    assert acute.exists()
    for death in acute:
        kinds = death.patient.acutegvhd_set.get(), death.patient.chronicgvhd_set.get()
        assert (kinds[0].agvhd_occurred, kinds[1].cgvhd_occurred) == ("yes", "no")


def test_a_dry_run_writes_nothing(db):
    report = run(STUDY, dry_run=True)
    assert (report.accepted, report.committed) == (158, False)
    assert not Patient.objects.exists()
    assert not Centre.objects.exists()
    assert not ImportBatch.objects.exists()


def test_an_import_killed_on_the_way_leaves_nothing(committed_db, monkeypatch):
    def killed(rows, **options):
        if rows and isinstance(rows[0], FORMS["death"]):
            raise KeyboardInterrupt
        copy_in(rows, **options)

    monkeypatch.setattr("registry.services.cases.copy_in", killed)
    with pytest.raises(KeyboardInterrupt):
        run(STUDY)
    assert not Patient.objects.exists()
    assert not Change.objects.exists()


def test_all_or_nothing_refuses_a_file_with_one_wrong_row(db):
    report = run(PRACTICE, all_or_nothing=True)
    assert (report.accepted, report.committed) == (0, False)
    assert "all_or_nothing" in {p.code for p in report.problems}
    assert not Patient.objects.exists()


def test_an_update_shows_old_and_new_and_writes_that_alone(db):
    row = "C1-1,LDP,M,2000-01-01,T-ALL,2020-01-01,2021-01-01,alive"
    run(sheet(row))
    written = Change.objects.count()
    report = run(sheet(row.replace("T-ALL", "T-LBL").replace("C1-1", " c1-1 ")))
    assert (report.accepted, report.updated, report.created) == (1, 1, 0)
    told = [(c.form, c.field, c.old, c.new) for c in report.differences]
    assert told == [("diagnosis", "disease", "T-ALL", "T-LBL")]
    assert Change.objects.count() == written + 1


def test_an_empty_cell_never_erases_what_the_registry_has(db):
    head = f"{HEAD},donor"
    row = "C1-1,LDP,M,2000-01-01,T-ALL,2020-01-01,2021-01-01,alive,"
    run(sheet(row + "haplo", head=head))
    assert run(sheet(row, head=head)).updated == 0
    assert run(sheet(row + "不详", head=head)).updated == 1


def test_a_later_contact_is_a_new_follow_up(db):
    row = "C1-1,LDP,M,2000-01-01,T-ALL,2020-01-01,2021-01-01,alive"
    run(sheet(row))
    run(sheet(row.replace("2021-01-01", "2022-01-01")))
    days = FORMS["follow_up"].objects.values_list("visit_date", flat=True)
    assert sorted(days) == [date(2021, 1, 1), date(2022, 1, 1)]


def test_a_person_imports_at_their_own_centre_alone(db):
    own, other = Centre.objects.create(code="LDP"), Centre.objects.create(code="HEB")
    actor = a_data_manager(own)
    rows = [
        f"C1-{n},{centre},M,2000-01-0{n},T-ALL,2020-01-01,2021-01-01,alive"
        for n, centre in enumerate(("LDP", "HEB", "NEW"), start=1)
    ]
    report = run(sheet(*rows), actor)
    assert report.rows_with_errors == {3, 4}
    assert {p.code for p in report.problems} == {"not_your_centre"}
    assert not Patient.objects.filter(centre=other).exists()
    assert not Centre.objects.filter(code="NEW").exists()
    assert Change.objects.filter(actor_id=actor.user_id).exists()


def test_the_system_makes_a_centre_and_says_so(db):
    report = run(sheet("C1-1,NEW,M,2000-01-01,T-ALL,2020-01-01,2021-01-01,alive"))
    assert [(p.code, p.row, p.value) for p in report.problems] == [
        ("new_centre", None, "NEW")
    ]
    assert Patient.objects.get().centre.code == "NEW"


CONTRADICTIONS = [
    ("car_t_date", "2020-02-01", "hsct_date", "hsct_before_car_t"),
    ("cohort", "CAR-T", "car_t_date", "arm_without_infusion"),
    ("death_date", "2021-01-01", "vital_status", "alive_with_death"),
    ("relapse_site", "bone_marrow", "relapse_date", "DQ003"),
]


@pytest.mark.parametrize(("column", "value", "field", "code"), CONTRADICTIONS)
def test_columns_that_contradict_each_other_stop_the_row(
    db, column, value, field, code
):
    row = f"C1-1,LDP,M,2000-01-01,T-ALL,2020-01-01,2021-01-01,alive,{value}"
    report = run(sheet(row, head=f"{HEAD},{column}"))
    assert report.rows_with_errors == {2}
    errors = [(p.field, p.code) for p in report.problems if p.is_error]
    assert (field, code) in errors
    assert report.accepted == 0


def test_dead_without_a_day_is_an_error(db):
    report = run(sheet("C1-1,LDP,M,2000-01-01,T-ALL,2020-01-01,2021-01-01,dead"))
    assert report.rows_with_errors == {2}


def test_a_sheet_without_study_numbers_is_refused_as_a_whole(db):
    report = run(b"centre,sex\nLDP,M\n")
    assert [(p.code, p.row) for p in report.problems] == [("no_study_number", None)]
    assert (report.accepted, report.committed) == (0, False)


@pytest.mark.parametrize("most", [157, 500])
def test_a_page_refuses_more_records_than_it_can_judge(db, most):
    """Rows alone may be too many, or what they say: each of these is some records."""
    with pytest.raises(Unreadable, match=f"more than {most} records"):
        run(STUDY, dry_run=True, most_records=most)


def test_a_row_with_more_cells_than_columns_is_left_out(db):
    row = "C1-1,LDP,M,2000-01-01,T-ALL,2020-01-01,2021-01-01,alive"
    report = run(sheet(row, f"{row},,".replace("C1-1", "C1-2"), f"{row},9"))
    assert report.rows_with_errors == {4}
    assert report.accepted == 2
    assert "too_many_cells" in {p.code for p in report.problems}


def test_a_person_is_never_turned_into_another(db):
    row = "C1-1,LDP,{},T-ALL,2020-01-01,2021-01-01,alive"
    run(sheet(row.format("M,2000-01-01")))
    other = run(sheet(row.format("F,1999-01-01")))
    assert [p.code for p in other.problems if p.is_error] == ["another_person"]
    corrected = run(sheet(row.format("F,2000-01-01")))
    assert [p.code for p in corrected.problems] == ["registration_changed"]
    assert Patient.objects.get().sex == "F"


def test_in_chinese_the_findings_are_chinese(db):
    with override("zh-hans"):
        report = run(PRACTICE, dry_run=True)
    said = next(p.message for p in report.problems if p.code == "DQ058")
    assert said.isascii() is False
    assert "。 " not in said


def test_an_unknown_header_is_a_warning_without_a_row(db):
    row = "C1-1,LDP,M,2000-01-01,T-ALL,2020-01-01,2021-01-01,alive,12"
    report = run(sheet(row, head=f"{HEAD},shoe size"), dry_run=True)
    told = [(p.code, p.severity, p.row, p.column) for p in report.problems]
    assert ("unmapped_header", "warning", None, "shoe size") in told
    assert report.accepted == 1
