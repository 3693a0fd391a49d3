"""One write path: access, version, reason, checks, then the save and its traces."""

import datetime as dt

import pytest

from registry.models import Change, CRSEpisode, Patient, State
from registry.services.errors import NotConsistent, ReasonNeeded, Refused, Stale
from registry.services.records import enrol, save_patient, save_record
from registry.services.removal import remove_record
from tests import builders

pytestmark = pytest.mark.django_db
BORN = dt.date(1990, 2, 28)


def save_crs(patient, *, by=None, absent=None, record=None, reason="", **values):
    actor = (by or builders.a_data_manager()).actor()
    return save_record(
        patient_id=patient.pk,
        form="crs_episode",
        values=values,
        absent=absent,
        record_id=record and record.pk,
        version=record and record.version,
        actor=actor,
        reason=reason,
    )


def a_treated_patient():
    patient = builders.a_patient()
    builders.a_record("infusion", patient)
    return patient


def test_enrolling_gives_a_patient_with_history():
    actor = builders.a_data_manager().actor()
    values = {"study_no": "X001", "sex": "F", "birth_date": BORN}
    saved = enrol(centre=builders.a_centre(), values=values, actor=actor)
    assert saved.record.history.get().history_user_id == actor.user_id


@pytest.mark.parametrize("twin", ["P001", "p001"])
def test_a_study_number_is_taken_once_in_a_centre(twin):
    builders.a_patient(study_no="P001")
    with pytest.raises(NotConsistent) as refusal:
        enrol(
            centre=builders.a_centre(),
            values={"study_no": twin, "sex": "F", "birth_date": BORN},
            actor=builders.a_data_manager().actor(),
        )
    assert [f.check for f in refusal.value.findings] == ["DQ121"]


def test_another_centre_may_use_the_same_study_number():
    builders.a_patient(study_no="P001")
    enrol(
        centre=builders.a_centre("HEB"),
        values={"study_no": "P001", "sex": "F", "birth_date": BORN},
        actor=builders.a_data_manager(of="HEB").actor(),
    )
    assert Patient.objects.filter(study_no="P001").count() == 2


def test_a_record_is_saved_with_who_and_why():
    patient = a_treated_patient()
    saved = save_crs(patient, crs_occurred="no", reason="day-30 visit")
    row = saved.record.history.get()
    assert (row.crs_occurred, row.history_change_reason) == ("no", "day-30 visit")
    assert saved.record.state == State.COMPLETE


def test_what_is_missing_keeps_the_form_begun():
    saved = save_crs(a_treated_patient(), crs_occurred="yes")
    assert saved.record.state == State.BEGUN


def test_another_centre_is_refused_and_nothing_is_written():
    patient, written = a_treated_patient(), Change.objects.count()
    stranger = builders.a_data_manager(of="HEB")
    written = Change.objects.count()
    with pytest.raises(Refused):
        save_crs(patient, by=stranger, crs_occurred="no")
    assert Change.objects.count() == written


@pytest.mark.parametrize("role", [builders.a_monitor, builders.a_statistician])
def test_who_only_reads_cannot_save(role):
    with pytest.raises(Refused):
        save_crs(a_treated_patient(), by=role(), crs_occurred="no")


def test_a_hard_finding_changes_nothing():
    patient = a_treated_patient()
    with pytest.raises(NotConsistent) as refusal:
        save_crs(patient, crs_occurred="yes", crs_onset_date=builders.day(-1))
    assert "DQ013" in [f.check for f in refusal.value.findings]
    assert not CRSEpisode.objects.exists()


def test_a_soft_finding_lets_through_and_is_returned():
    patient = a_treated_patient()
    saved = save_crs(patient, crs_occurred="yes", crs_onset_date=builders.day(40))
    assert "DQ014" in [f.check for f in saved.findings]


def test_the_second_editor_is_told_and_nothing_is_overwritten():
    patient = a_treated_patient()
    first = save_crs(patient, crs_occurred="yes").record
    seen = CRSEpisode.objects.get(pk=first.pk)
    save_crs(patient, record=first, hypoxia="none")
    with pytest.raises(Stale) as refusal:
        save_crs(patient, record=seen, hypoxia="low_flow")
    assert refusal.value.current.hypoxia == "none"


def test_a_complete_form_is_corrected_with_a_reason_only():
    patient = a_treated_patient()
    record = save_crs(patient, crs_occurred="no").record
    with pytest.raises(ReasonNeeded):
        save_crs(patient, record=record, crs_occurred="yes")
    save_crs(patient, record=record, crs_occurred="yes", reason="chart re-read")
    record.refresh_from_db()
    assert record.crs_occurred == "yes"


def test_saving_what_is_there_writes_nothing():
    patient = a_treated_patient()
    record = save_crs(patient, crs_occurred="no").record
    written = Change.objects.count()
    assert save_crs(patient, record=record, crs_occurred="no").changed == ()
    assert Change.objects.count() == written


def test_a_reason_for_absence_stands_beside_the_value_and_goes_with_it():
    patient = a_treated_patient()
    record = save_crs(
        patient, crs_occurred="yes", absent={"max_temp_c": "not_done"}
    ).record
    assert (record.max_temp_c, record.absent) == (None, {"max_temp_c": "not_done"})
    record = save_crs(patient, record=record, max_temp_c=39).record
    assert (record.max_temp_c, record.absent) == (39, {})


def test_a_name_that_is_no_field_is_an_error_of_the_programmer():
    with pytest.raises(ValueError, match="nonsense"):
        save_crs(a_treated_patient(), nonsense=1)


def test_the_patient_form_is_saved_the_same_way():
    patient = builders.a_patient()
    saved = save_patient(
        patient_id=patient.pk,
        values={"sex": "M"},
        actor=builders.a_data_manager().actor(),
        version=patient.version,
    )
    assert saved.changed == ("sex",)
    assert saved.record.version == patient.version + 1


def test_a_record_is_taken_back_with_a_reason_and_its_history_stays():
    patient = a_treated_patient()
    record = save_crs(patient, crs_occurred="no").record
    who = {
        "patient_id": patient.pk,
        "form": "crs_episode",
        "record_id": record.pk,
        "version": record.version,
        "actor": builders.a_data_manager().actor(),
    }
    with pytest.raises(ReasonNeeded):
        remove_record(**who, reason=" ")
    remove_record(**who, reason="entered for the wrong patient")
    assert not CRSEpisode.objects.exists()
    assert CRSEpisode.history.first().history_type == "-"
