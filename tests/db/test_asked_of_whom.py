"""What other forms and the age say decides what a form asks, wherever it is told."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import BegunForm, DataQuery, Kind, State
from registry.queries.cases import known_of, records_of
from registry.queries.completeness import field_counts
from registry.queries.reports import reports_of
from registry.services.completeness import missing_core
from registry.services.records import save_patient, save_record
from registry.services.removal import remove_record
from registry.services.schedule import reschedule
from tests.builders import (
    a_centre,
    a_data_manager,
    a_patient,
    a_record,
    day,
    marked,
)

pytestmark = pytest.mark.django_db
CHILD = date(2012, 5, 6)


@pytest.fixture
def manager():
    return a_data_manager().actor()


def missing(record):
    """Return what the record lacks: by the rule, and as it is kept and counted."""
    known = known_of(record.patient, records_of(record.patient))
    lacking = set(missing_core(record, known))
    reschedule([record.patient_id])
    rows = BegunForm.objects.filter(form=record.form, record_id=record.pk)
    assert {name for row in rows for name in row.missing} == lacking
    counted = field_counts(record.form, [a_centre().pk])
    assert {one.field for one in counted if one.missing} == lacking
    record.refresh_from_db()
    assert record.state == (State.BEGUN if lacking else State.COMPLETE)
    return lacking


@pytest.mark.parametrize(
    ("disease", "asked", "not_asked"),
    [
        ("B-ALL", {"circulating_blasts"}, {"imaging", "lymphoma_response"}),
        ("DLBCL", {"imaging", "lymphoma_response"}, {"circulating_blasts"}),
        ("T-LBL", {"imaging", "lymphoma_response", "circulating_blasts"}, set()),
        ("MM", {"myeloma_response"}, {"circulating_blasts", "lymphoma_response"}),
    ],
)
def test_the_disease_decides_what_an_assessment_asks(disease, asked, not_asked):
    patient = a_patient()
    a_record("diagnosis", patient, disease=disease)
    lacking = missing(a_record("disease_assessment", patient))
    assert asked <= lacking
    assert not not_asked & lacking


def test_an_assessment_before_the_diagnosis_waits_for_it():
    lacking = missing(a_record("disease_assessment"))
    assert not lacking & {"circulating_blasts", "imaging", "lymphoma_response"}


@pytest.mark.parametrize(("born", "of_a_child"), [(CHILD, True), (None, False)])
def test_the_childrens_criteria_are_asked_of_children(born, of_a_child):
    patient = a_patient(**({"birth_date": born} if born else {}))
    a_record("hsct", patient)
    lacking = missing(a_record("sos_vod", patient))
    assert ("hepatomegaly" in lacking) is of_a_child
    assert ("bilirubin_ge_2_within_72h" in lacking) is of_a_child


@pytest.mark.parametrize(
    ("born", "tool", "other"),
    [(date(1990, 2, 28), "ice_score", "capd_score"), (day(-4000), "capd_score", "ice")],
)
def test_the_age_decides_between_ice_and_capd(born, tool, other):
    patient = a_patient(birth_date=born)
    a_record("infusion", patient)
    lacking = missing(a_record("icans_episode", patient, icans_occurred="yes"))
    assert tool in lacking
    assert not [name for name in lacking if name.startswith(other)]


def test_height_and_weight_are_wanted_once_there_is_treatment():
    patient = a_patient()
    known = known_of(patient, records_of(patient))
    assert "weight_kg" not in missing_core(patient, known)
    a_record("hsct", patient)
    known = known_of(patient, records_of(patient))
    assert {"weight_kg", "height_cm"} <= set(missing_core(patient, known))


@pytest.mark.parametrize(("target", "asked"), [("CD7", True), ("CD19", False)])
def test_a_cd7_product_asks_for_cd7(target, asked):
    patient = a_patient()
    a_record("apheresis_product", patient, target=target)
    assert ("cd7_expression_pct" in missing(a_record("diagnosis", patient))) is asked
    aplasia = a_record("aplasia", patient, aplasia_type="T_cell")
    assert ("cd7neg_t_per_ul" in missing(aplasia)) is asked


@pytest.mark.parametrize(("infused", "asked"), [(day(0), True), (day(300), False)])
def test_a_relapse_after_car_t_asks_for_the_antigen(infused, asked):
    patient = a_patient()
    a_record("infusion", patient, infusion_date=infused)
    relapse = a_record("relapse", patient, relapse_date=day(200))
    assert ("target_antigen" in missing(relapse)) is asked


@pytest.mark.parametrize(
    ("kind", "seen", "asked"),
    [
        ("allogeneic", day(365), True),
        ("allogeneic", day(30), False),
        ("autologous", day(365), False),
    ],
)
def test_immunosuppression_is_asked_after_an_allogeneic_hsct(kind, seen, asked):
    patient = a_patient()
    a_record("hsct", patient, hsct_type=kind)
    lacking = missing(a_record("follow_up", patient, visit_date=seen))
    assert ({"immunosuppression", "steroid_use"} <= lacking) is asked


# ---- One form's answer changes what another one asks


def an_assessment(patient):
    """Save an assessment that wants nothing while no disease is known."""
    return a_record(
        "disease_assessment",
        patient,
        bm_done="no",
        anc=2,
        platelets=150,
        platelet_transfusion_7d="no",
        mrd_result="not_done",
        extramedullary="none",
        response="CR",
        state=State.COMPLETE,
    )


def test_a_diagnosis_reopens_an_assessment_without_a_new_version(manager):
    patient = a_patient()
    before = an_assessment(patient)
    saved = save_record(
        patient_id=patient.pk,
        form="diagnosis",
        values={"disease": "B-ALL"},
        actor=manager,
    )
    after = type(before).objects.get(pk=before.pk)
    assert (after.state, after.version) == (State.BEGUN, before.version)
    last = after.history.order_by("history_id").last()
    assert (last.state, last.history_user_id) == (State.BEGUN, manager.user_id)
    remove_record(
        patient_id=patient.pk,
        form="diagnosis",
        record_id=saved.record.pk,
        version=saved.record.version,
        actor=manager,
        reason="entered for somebody else",
    )
    after.refresh_from_db()
    assert (after.state, after.version) == (State.COMPLETE, before.version)


def test_a_signature_outlives_what_another_form_asks(manager):
    patient = a_patient()
    before = marked(an_assessment(patient), Kind.SIGNED)
    save_record(
        patient_id=patient.pk,
        form="diagnosis",
        values={"disease": "B-ALL"},
        actor=manager,
    )
    after = type(before).objects.get(pk=before.pk)
    assert after.state == State.BEGUN
    assert after.signed_at == before.signed_at


def test_a_locked_form_is_asked_again_when_it_is_unlocked(manager):
    patient = a_patient()
    locked = marked(an_assessment(patient), Kind.LOCKED)
    save_record(
        patient_id=patient.pk,
        form="diagnosis",
        values={"disease": "B-ALL"},
        actor=manager,
    )
    locked.refresh_from_db()
    assert locked.state == State.COMPLETE
    assert not BegunForm.objects.filter(form="disease_assessment").exists()
    unlocked = type(locked).objects.get(pk=marked(locked, Kind.UNLOCKED).pk)
    assert unlocked.state == State.BEGUN
    assert BegunForm.objects.filter(form="disease_assessment").exists()


# ---- What no longer applies is kept, and named


def test_an_answer_that_no_longer_applies_stays_and_is_asked_about(manager):
    patient = a_patient(birth_date=CHILD)
    a_record("hsct", patient)
    sos = a_record("sos_vod", patient, hepatomegaly="yes")
    said = {"patient_id": patient.pk, "actor": manager, "reason": "typed wrongly"}
    save_patient(values={"birth_date": date(1990, 1, 1)}, **said)
    sos.refresh_from_db()
    assert sos.hepatomegaly == "yes"
    query = DataQuery.objects.get(code="DZ034")
    assert (query.form, query.record_id, query.field) == (
        "sos_vod",
        sos.pk,
        "hepatomegaly",
    )
    save_patient(values={"birth_date": CHILD}, **said)
    query.refresh_from_db()
    assert query.is_settled


def test_a_report_of_a_child_does_not_want_ice():
    for born, wanted in ((date(1990, 2, 28), True), (day(-4000), False)):
        patient = a_patient(birth_date=born)
        a_record("infusion", patient)
        a_record("icans_episode", patient, icans_occurred="yes")
        reports = reports_of(patient, records_of(patient), day(120))
        fields = {name for one in reports[0].forms for name in one.fields}
        assert ("ice_score" in fields) is wanted


def test_many_patients_cost_no_more_statements():
    statements = []
    for number in (1, 5):
        patients = [a_patient() for _ in range(number)]
        for patient in patients:
            an_assessment(patient)
            a_record("diagnosis", patient, disease="B-ALL")
        with CaptureQueriesContext(connection) as asked:
            reschedule([patient.pk for patient in patients])
        statements.append(len(asked))
    assert statements[0] == statements[1]
