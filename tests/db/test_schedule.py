"""What is kept of the schedule is what the records say, whoever wrote them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.audit.context import SYSTEM
from registry.models import (
    BegunForm,
    Change,
    FollowUp,
    FollowUpClock,
    FormTally,
    ScheduledVisit,
)
from registry.services.cases import Entry, Submission, merge, save_cases
from registry.services.records import enrol, save_patient, save_record
from registry.services.removal import remove_record
from registry.services.schedule import behind, reschedule
from tests.builders import a_centre, a_patient, a_record, a_treated_patient, day

pytestmark = pytest.mark.django_db

MODELS = (ScheduledVisit, BegunForm, FollowUpClock, FormTally)


def kept():
    """Return everything that is kept, without the rows' own numbers."""
    said = []
    for model in MODELS:
        rows = [model_to_dict(row) for row in model.objects.all()]
        said.append(
            sorted(str({k: v for k, v in r.items() if k != "id"}) for r in rows)
        )
    return said


def rebuilt():
    """Return the same, made again from the records alone."""
    for model in MODELS:
        model.objects.all().delete()
    call_command("reschedule", "--all", stdout=StringIO())
    return kept()


def save(patient, form, record_id=None, **values):
    return save_record(
        patient_id=patient.pk,
        form=form,
        values=values,
        actor=SYSTEM,
        reason="tried",
        record_id=record_id,
    ).record


def an_enrolled():
    values = {"study_no": "S001", "sex": "F", "birth_date": day(-9000)}
    return enrol(centre=a_centre(), values=values, actor=SYSTEM).record


def test_every_save_keeps_what_a_rebuild_would():
    patient = an_enrolled()
    assert kept() == rebuilt()
    save(patient, "infusion", infusion_date=day(0))
    assert ScheduledVisit.objects.filter(code="D28", answered="").count() == 1
    assert kept() == rebuilt()
    seen = save(patient, "disease_assessment", assessment_date=day(28))
    assert ScheduledVisit.objects.get(code="D28").answered_by == seen.pk
    save(patient, "hsct", hsct_date=day(60))
    assert ScheduledVisit.objects.get(code="M9", track="car_t").ended == "hsct"
    save(patient, "follow_up", visit_date=day(400), vital_status="alive")
    assert kept() == rebuilt()
    save(patient, "disease_assessment", seen.pk, assessment_date=day(33))
    assert ScheduledVisit.objects.get(code="D28").answered_on == day(33)
    assert kept() == rebuilt()
    save_patient(
        patient_id=patient.pk,
        values={"consent_status": "withdrawn", "consent_withdrawn_date": day(500)},
        actor=SYSTEM,
        reason="tried",
    )
    assert FollowUpClock.objects.get().ended == "withdrawn"
    assert kept() == rebuilt()


def test_a_record_that_was_taken_back_answers_no_more():
    patient = an_enrolled()
    save(patient, "infusion", infusion_date=day(0))
    seen = save(patient, "follow_up", visit_date=day(365), vital_status="alive")
    assert ScheduledVisit.objects.get(code="M12").answered == "follow_up"
    remove_record(
        patient_id=patient.pk,
        form="follow_up",
        record_id=seen.pk,
        version=1,
        actor=SYSTEM,
        reason="tried",
    )
    assert ScheduledVisit.objects.get(code="M12").answered == ""
    assert kept() == rebuilt()


def submissions(count):
    centre = a_centre()
    return [
        Submission(
            centre,
            f"I{number:03}",
            Entry({"study_no": f"I{number:03}", "sex": "F", "birth_date": day(-9000)}),
            {"infusion": [Entry({"infusion_date": day(number)})]},
        )
        for number in range(count)
    ]


def test_an_import_keeps_the_same_with_statements_that_do_not_grow():
    def statements(count):
        cases = merge(submissions(count))
        with CaptureQueriesContext(connection) as captured:
            save_cases(cases, actor=SYSTEM, reason="import")
        return sum(any(t in q["sql"] for t in tables) for q in captured)

    tables = [model._meta.db_table for model in MODELS]
    # More than a few rows are copied in, which takes two statements more.
    few = statements(30)
    assert statements(90) == few
    assert ScheduledVisit.objects.filter(code="D0").count() == 90
    assert kept() == rebuilt()


def test_only_what_differs_is_written():
    patient = an_enrolled()
    save(patient, "infusion", infusion_date=day(0))
    numbers = set(ScheduledVisit.objects.values_list("pk", "code"))
    save(patient, "disease_assessment", assessment_date=day(28))
    with CaptureQueriesContext(connection) as captured:
        reschedule([patient.pk])
    assert not [q for q in captured if 'INTO "registry_scheduledvisit"' in q["sql"]]
    assert set(ScheduledVisit.objects.values_list("pk", "code")) == numbers


def test_reschedule_finds_what_went_round_the_services():
    patient, other = a_treated_patient(), a_patient()
    reschedule([patient.pk, other.pk])
    assert list(behind()) == []
    FollowUp.objects.filter(patient=patient).update(visit_date=day(365))
    assert list(behind()) == [patient.pk]
    said = StringIO()
    call_command("reschedule", stdout=said)
    assert said.getvalue() == "1 patients rescheduled\n"
    assert list(behind()) == []
    assert ScheduledVisit.objects.filter(answered="follow_up").exists()


def test_older_rules_are_behind():
    patient = a_patient()
    reschedule([patient.pk])
    FollowUpClock.objects.update(rules=0)
    assert list(behind()) == [patient.pk]


def test_the_kept_rows_are_no_records():
    patient = a_treated_patient()
    before = Change.objects.count()
    reschedule([patient.pk])
    assert Change.objects.count() == before
    assert not any(hasattr(model, "history") for model in MODELS)


def test_begun_forms_name_what_is_missing():
    record = a_record("relapse", relapse_date=timezone.localdate() - timedelta(3))
    reschedule([record.patient_id])
    (begun,) = BegunForm.objects.filter(form="relapse")
    assert begun.record_id == record.pk
    assert "relapse_type" in begun.missing
    assert "relapse_date" not in begun.missing
