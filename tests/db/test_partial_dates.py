"""A date without its day: kept as entered, answered, checked by all its days."""

import pytest
from django.db import IntegrityError, connection

from registry.audit.reading import edits_of
from registry.models import Death, Relapse, State
from registry.queries.past import records_at
from registry.services.completeness import missing_core
from registry.services.errors import NotConsistent
from registry.services.records import check, save_record
from registry.variables.conditions import nowhere
from registry.variables.entered import PartialDate
from tests.builders import a_data_manager, a_patient, a_record, day

pytestmark = pytest.mark.django_db
MAY = PartialDate(2024, 5)


@pytest.fixture
def patient():
    patient = a_patient()
    a_record("infusion", patient)
    return patient


def save(patient, form, *, absent=None, record=None, **values):
    return save_record(
        patient_id=patient.pk,
        form=form,
        values=values,
        absent=absent,
        record_id=record and record.pk,
        actor=a_data_manager().actor(),
        reason="",
    ).record


def test_death_in_a_known_month_is_saved_and_answered(patient):
    death = save(patient, "death", death_date=MAY, cause_of_death="infection")
    death.refresh_from_db()
    assert (death.death_date, death.as_entered) == (None, {"death_date": "2024-05"})
    assert "death_date" not in missing_core(death, nowhere)
    assert death.answers()["death_date"] == MAY


def test_whole_day_takes_the_place_of_a_part(patient):
    death = save(patient, "death", death_date=MAY)
    death = save(patient, "death", record=death, death_date=day(130))
    assert (death.death_date, death.as_entered) == (day(130), {})


def test_reason_takes_the_place_of_a_part(patient):
    death = save(patient, "death", death_date=MAY)
    death = save(patient, "death", record=death, absent={"death_date": "unknown"})
    assert (death.as_entered, death.absent) == ({}, {"death_date": "unknown"})


def test_a_form_is_complete_with_a_part(patient):
    a_record("disease_assessment", patient, response="CR")
    relapse = save(
        patient,
        "relapse",
        relapse_date=MAY,
        relapse_type="haematological",
        relapse_bm_blasts_pct=40,
        relapse_method=["morphology"],
        target_antigen="positive",
    )
    assert relapse.state == State.COMPLETE


def test_history_shows_what_was_entered(patient):
    death = save(patient, "death", death_date=MAY)
    save(patient, "death", record=death, death_date=day(130))
    edits = edits_of(death)
    changed = [(one.old, one.new) for one in edits[0].fields]
    assert changed == [(MAY, day(130))]
    assert [one.new for one in edits[1].fields] == [MAY]
    past = records_at(patient, edits[0].at)["death"][0]
    assert past.answers()["death_date"] == MAY


@pytest.mark.parametrize("other", ["not_done", "below_detection"])
def test_key_date_is_missing_only_because_nobody_knows_it(patient, other):
    with pytest.raises(NotConsistent):
        save(patient, "death", absent={"death_date": other})


def test_day_zero_must_be_whole(patient):
    with pytest.raises(NotConsistent) as refused:
        save(patient, "infusion", course_no=2, infusion_date=MAY)
    assert "DQ003" in {one.check for one in refused.value.findings}


@pytest.mark.parametrize(
    ("part", "checks"),
    [
        (PartialDate(2024, 1), set()),  # The infusion is on 15 January.
        (PartialDate(2024), set()),
        (PartialDate(2023, 12), {"DQ032"}),
        (PartialDate(2023), {"DQ032"}),
        (PartialDate(2099, 1), {"DQ001"}),
        (PartialDate(1989), {"DQ002", "DQ032"}),
    ],
)
def test_part_contradicts_only_with_all_of_its_days(patient, part, checks):
    a_record("prior_line", patient, best_response="CR")
    relapse = Relapse(patient=patient, relapse_type="haematological")
    relapse.answer("relapse_date", part)
    hard = [one for one in check(relapse) if one.severity == "hard"]
    assert {one.check for one in hard} == checks
    assert all(str(part) in one.says.en for one in hard)


def test_event_after_a_death_in_a_known_month_is_refused(patient):
    save(patient, "death", death_date=MAY)
    with pytest.raises(NotConsistent) as refused:
        save(patient, "disease_assessment", assessment_date=day(150))
    assert "2024-05" in refused.value.findings[0].says.en
    save(patient, "disease_assessment", assessment_date=day(120))


@pytest.mark.parametrize(
    "entered",
    [
        '{"death_date": "2024-13"}',
        '{"death_date": "May 2024"}',
        '{"death_date": 2024}',
        "{}",
    ],
)
def test_database_keeps_parts_well_formed(patient, entered):
    death = save(patient, "death", death_date=MAY)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_death SET as_entered = %s::jsonb WHERE id = %s",
            [entered, death.pk],
        )


def test_database_keeps_a_part_from_a_whole_day(patient):
    death = save(patient, "death", death_date=MAY)
    with pytest.raises(IntegrityError):
        Death.objects.filter(pk=death.pk).update(death_date=day(130))
