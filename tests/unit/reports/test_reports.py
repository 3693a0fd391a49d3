"""What a patient's reports want, and how much of it is there."""

import re
from datetime import timedelta
from pathlib import Path

from registry.models import FORMS, Patient
from registry.queries.reports import reports_of
from registry.variables.reported import Standing
from tests.builders import DAY0, NEEDED, day

PATIENT = Patient(birth_date=day(-12000))
DOCUMENT = Path(__file__).parents[3] / "docs" / "crosswalk.md"
TODAY = DAY0 + timedelta(days=120)


def records(*rows):
    """Return unsaved records by form: (form, values) each."""
    found = {}
    for number, (form, values) in enumerate(rows, 1):
        row = FORMS[form](pk=number, **NEEDED.get(form, {}) | values)
        found.setdefault(form, []).append(row)
    return found


def report(days, rows, today=TODAY, form="4100"):
    (found,) = (
        one
        for one in reports_of(PATIENT, rows, today)
        if (one.days, one.registry_form) == (days, form)
    )
    return found


def of_form(found, form):
    (wanted,) = (one for one in found.forms if one.form == form)
    return wanted


def test_a_patient_without_treatment_owes_no_report():
    assert reports_of(PATIENT, {}, TODAY) == []


def test_reports_go_on_until_the_next_one():
    days = [one.days for one in reports_of(PATIENT, records(("infusion", {})), TODAY)]
    assert days == [100, 183]
    later = DAY0 + timedelta(days=800)
    days = [one.days for one in reports_of(PATIENT, records(("infusion", {})), later)]
    assert days == [100, 183, 365, 730, 1095]


def test_the_report_of_the_period_of_death_is_the_last():
    rows = records(("infusion", {}), ("death", {"death_date": day(90)}))
    later = DAY0 + timedelta(days=800)
    assert [one.days for one in reports_of(PATIENT, rows, later)] == [100]


def test_reports_end_fifteen_years_after():
    later = DAY0 + timedelta(days=365 * 40)
    assert reports_of(PATIENT, records(("infusion", {})), later)[-1].days == 15 * 365


def test_a_form_that_is_not_there_lacks_every_answer():
    found = report(100, records(("infusion", {})))
    crs = of_form(found, "crs_episode")
    assert crs.record is None
    assert "crs_occurred" in crs.missing
    assert crs.fields == crs.missing
    assert found.there == 0
    assert found.per_cent == 0


def test_what_did_not_occur_wants_no_more_than_the_statement():
    rows = records(("infusion", {}), ("crs_episode", {"crs_occurred": "no"}))
    crs = of_form(report(100, rows), "crs_episode")
    assert (crs.fields, crs.missing) == (("crs_occurred",), ())


def test_a_reason_for_absence_is_an_answer():
    given = {"crs_occurred": "yes", "crs_onset_date": day(2), "hypoxia": "none"}
    rows = records(
        ("infusion", {}), ("crs_episode", given | {"absent": {"steroids": "unknown"}})
    )
    crs = of_form(report(100, rows), "crs_episode")
    assert "steroids" not in crs.missing
    assert "hypoxia" not in crs.missing
    assert "hypotension" in crs.missing


def test_each_period_wants_its_own_follow_up():
    seen = {"visit_date": day(110), "vital_status": "alive"}
    rows = records(("infusion", {}), ("follow_up", seen))
    first, second = reports_of(PATIENT, rows, TODAY)
    assert of_form(first, "follow_up").missing == ()
    assert of_form(second, "follow_up").record is not None  # within the grace of both
    later = records(("infusion", {}), ("follow_up", seen | {"visit_date": day(60)}))
    assert of_form(reports_of(PATIENT, later, TODAY)[1], "follow_up").record is None


def test_events_are_wanted_only_where_they_happened():
    quiet = report(100, records(("infusion", {})))
    assert "relapse" not in [one.form for one in quiet.forms]
    rows = records(("infusion", {}), ("relapse", {"relapse_date": day(80)}))
    relapse = of_form(report(100, rows), "relapse")
    assert relapse.missing == ("relapse_type",)


def test_a_transplant_has_its_own_report_without_what_follows_the_infusion():
    rows = records(("infusion", {}), ("hsct", {}))
    found = report(100, rows, today=DAY0 + timedelta(days=170), form="2450")
    forms = {one.form for one in found.forms}
    assert {"engraftment", "agvhd_episode", "follow_up"} <= forms
    assert not {"crs_episode", "icans_episode"} & forms
    infusion = {one.form for one in report(100, rows).forms}
    assert not {"agvhd_episode", "chimerism"} & infusion


def test_a_second_course_wants_its_own_statement():
    second = {"course_no": 2, "infusion_date": day(50)}
    rows = records(
        ("infusion", {}), ("infusion", second), ("crs_episode", {"course_no": 1})
    )
    found = reports_of(PATIENT, rows, DAY0 + timedelta(days=90))
    stated = [of_form(one, "crs_episode").record is not None for one in found]
    assert stated == [True, False]


# ---- The crosswalk


def items():
    for model in (Patient, *FORMS.values()):
        for variable in model.variables().values():
            yield from variable.reported


def test_a_mapping_says_how_far_it_was_read():
    """A number stands with what it was read in; without one it is no question."""
    assert {one.registry for one in items()} == {"CIBMTR", "EBMT"}
    for one in items():
        numbered = one.question[:1].isdigit()
        assert numbered == bool(one.revision)
        if one.registry == "CIBMTR":
            assert numbered == (one.standing is not Standing.SECTION)
        if one.standing is Standing.RANGE:
            first, last = map(int, one.question.split("-"))
            assert first < last


def test_the_document_lists_what_has_no_number():
    document = DOCUMENT.read_text(encoding="utf-8")
    _, _, listed = document.partition("## Section only")
    missing = {
        name
        for model in FORMS.values()
        for name, variable in model.variables().items()
        for one in variable.reported
        if one.standing is Standing.SECTION
    }
    named = {
        word
        for row in re.findall(r"^\|.*\|$", listed, re.M)
        for word in re.findall(r"`(\w+)`", row)
    }
    assert named == missing
    assert len(missing) == 13


def test_a_report_says_which_answers_have_no_number():
    found = report(
        100,
        records(("hsct", {}), ("agvhd_episode", {"agvhd_occurred": "no"})),
        form="2450",
    )
    assert of_form(found, "agvhd_episode").unnumbered("2450") == ("agvhd_occurred",)
    assert of_form(found, "engraftment").unnumbered("2450") == ()


def test_an_item_is_cited_with_its_revision():
    onset = FORMS["crs_episode"].variables()["crs_onset_date"].reported
    assert [str(one) for one in onset] == [
        "CIBMTR 4100 R4.0 Q77",
        "EBMT follow-up CRS: onset date",
    ]
