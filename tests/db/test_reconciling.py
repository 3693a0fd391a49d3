"""Queries open, close and come back by themselves, with the write that does it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.checks import whole
from registry.models import Act, ClosedAs, DataQuery, Patient, Pending, Status
from registry.services.records import Saved, enrol, save_patient, save_record
from registry.services.removal import remove_record
from tests import builders
from tests.builders import day

pytestmark = pytest.mark.django_db
REASON = "source checked"
BORN = dt.date(1990, 2, 28)


def save(patient: Patient, form: str = "patient", record=None, **values) -> Saved:
    """Save as the centre's data manager."""
    actor = builders.a_data_manager().actor()
    stands = values.pop("stands", {})
    given = {"values": values, "stands": stands, "actor": actor, "reason": REASON}
    if form == "patient":
        return save_patient(patient_id=patient.pk, **given)
    pk = record.pk if record else None
    return save_record(patient_id=patient.pk, form=form, record_id=pk, **given)


def of(patient: Patient, code: str) -> DataQuery:
    return DataQuery.objects.get(patient=patient, code=code)


def acts(query: DataQuery) -> list[str]:
    return [entry.act for entry in query.entries.all()]


@pytest.fixture
def heavy() -> Patient:
    """A patient whose weight was saved although it is unusual."""
    patient = builders.a_patient()
    save(patient, weight_kg=160)
    return patient


def test_an_unusual_value_opens_a_query_that_says_so_in_both_languages(heavy):
    query = of(heavy, "DQ043")
    assert (query.form, query.record_id, query.field) == (
        "patient",
        heavy.pk,
        "weight_kg",
    )
    assert (query.status, query.severity) == (Status.OPEN, "soft")
    assert "160 kg" in query.says_en
    assert "160 kg" in query.says_zh
    assert query.value == {"weight_kg": "160"}
    assert query.opened_by == builders.a_data_manager()


def test_the_save_says_which_queries_it_opened_and_closed():
    patient = builders.a_patient()
    opened = save(patient, weight_kg=160).queries.opened
    assert "DQ043" in {query.code for query in opened}
    closed = save(patient, weight_kg=80).queries.closed
    assert [query.code for query in closed] == ["DQ043"]


def test_a_corrected_value_closes_it_with_a_note_of_the_edit(heavy):
    save(heavy, weight_kg=80)
    query = of(heavy, "DQ043")
    assert (query.status, query.closed_as) == (Status.CLOSED, ClosedAs.CORRECTED)
    note = query.entries.get()
    assert note.act == Act.CORRECTED
    assert note.about == {
        "values": {"weight_kg": "80"},
        "form": "patient",
        "record": heavy.pk,
    }


def test_it_is_asked_again_when_the_condition_is_back(heavy):
    save(heavy, weight_kg=80)
    saved = save(heavy, weight_kg=160)
    query = of(heavy, "DQ043")
    assert (query.status, query.reopened) == (Status.OPEN, 1)
    assert acts(query) == [Act.CORRECTED, Act.RECURRED]
    assert query in saved.queries.opened


def test_a_save_that_leaves_it_as_it_was_says_nothing_more(heavy):
    saved = save(heavy, height_cm=170)
    assert not saved.queries.opened
    query = of(heavy, "DQ043")
    assert (query.version, acts(query)) == (1, [])


def test_a_reason_given_with_the_save_closes_the_query_as_confirmed(heavy):
    saved = save(heavy, stands={"weight_kg": "weighed twice"})
    query = of(heavy, "DQ043")
    assert (query.status, query.closed_as) == (Status.CLOSED, ClosedAs.CONFIRMED)
    assert saved.queries.closed == [query]
    entry = query.entries.get()
    assert (entry.act, entry.said) == (Act.CONFIRMED, "weighed twice")


def test_a_value_and_its_reason_may_come_with_one_save():
    patient = builders.a_patient()
    saved = save(patient, weight_kg=160, stands={"weight_kg": "weighed twice"})
    assert of(patient, "DQ043").closed_as == ClosedAs.CONFIRMED
    assert "DQ043" not in {query.code for query in saved.queries.opened}


def test_a_confirmed_value_stays_closed_while_it_stands(heavy):
    save(heavy, stands={"weight_kg": "weighed twice"})
    assert not save(heavy, height_cm=170).queries.opened
    assert of(heavy, "DQ043").status == Status.CLOSED


def test_another_value_that_is_doubted_too_is_asked_again(heavy):
    save(heavy, stands={"weight_kg": "weighed twice"})
    save(heavy, weight_kg=170)
    query = of(heavy, "DQ043")
    assert (query.status, query.value) == (Status.OPEN, {"weight_kg": "170"})
    assert "170 kg" in query.says_en


def test_a_query_that_was_open_speaks_of_the_new_value(heavy):
    save(heavy, weight_kg=170)
    query = of(heavy, "DQ043")
    assert (query.status, query.reopened) == (Status.OPEN, 0)
    assert acts(query) == [Act.CHANGED]


@pytest.fixture
def hurried() -> Patient:
    """A patient whose product was made within three days."""
    patient = builders.a_patient()
    builders.a_record("infusion", patient)
    save(patient, "apheresis_product", apheresis_date=day(-3))
    return patient


def test_a_form_may_close_the_query_of_another_form(hurried):
    infusion = hurried.infusion_set.get()
    save(hurried, "infusion", infusion, infusion_date=day(7))
    query = of(hurried, "DQ007")
    assert query.form == "apheresis_product"
    assert query.closed_as == ClosedAs.CORRECTED
    about = query.entries.get().about
    assert (about["form"], about["record"]) == ("infusion", infusion.pk)


def test_what_is_confirmed_at_another_form_closes_the_query_where_it_stands(hurried):
    infusion = hurried.infusion_set.get()
    stands = {"infusion_date": "cells from the shelf"}
    save(hurried, "infusion", infusion, stands=stands)
    assert of(hurried, "DQ007").closed_as == ClosedAs.CONFIRMED


def test_a_confirmation_ends_when_another_form_changes_what_was_read(hurried):
    infusion = hurried.infusion_set.get()
    save(hurried, "infusion", infusion, stands={"infusion_date": "from the shelf"})
    save(hurried, "infusion", infusion, infusion_date=day(1))
    assert of(hurried, "DQ007").status == Status.OPEN


def test_a_removed_record_closes_its_queries():
    patient = builders.a_patient()
    line = save(patient, "expansion", expansion_date=day(14)).record
    again = save(patient, "expansion", expansion_date=day(14)).record
    assert DataQuery.objects.filter(code="DQ123").unsettled().count() == 2
    settled = remove_record(
        patient_id=patient.pk,
        form="expansion",
        record_id=again.pk,
        version=again.version,
        actor=builders.a_data_manager().actor(),
        reason="entered twice",
    )
    assert not DataQuery.objects.filter(code="DQ123").unsettled().exists()
    assert {q.record_id for q in settled.closed if q.code == "DQ123"} == {
        line.pk,
        again.pk,
    }


def test_queries_are_logged_but_analyses_are_not_asked_for(heavy):
    Pending.objects.all().delete()
    query = of(heavy, "DQ043")
    query.assigned_to = builders.a_data_manager()
    query.save()
    assert query.history.count() == 2
    assert not Pending.objects.exists()


def test_an_enrolment_is_checked_too():
    saved = enrol(
        centre=builders.a_centre(),
        values={"study_no": "X-1", "sex": "F", "birth_date": BORN, "weight_kg": 160},
        actor=builders.a_data_manager().actor(),
    )
    assert "DQ043" in {query.code for query in saved.queries.opened}


def test_a_cell_of_a_repeating_group_is_asked_about_by_itself():
    patient = builders.a_patient()
    diagnosis = builders.a_record("diagnosis", patient)
    save(patient, "diagnosis", diagnosis, genes=[{"gene": "TP53"}])
    query = of(patient, "DZ033")
    assert (query.field, query.fields) == ("genes", ["genes/0/gene_result"])
    assert query.value["genes/0/gene_result"] is None
    save(patient, "diagnosis", diagnosis, stands={"genes": "the report is lost"})
    query.refresh_from_db()
    assert query.closed_as == ClosedAs.CONFIRMED


def test_a_save_asks_the_checks_of_each_record_once(heavy, monkeypatch):
    asked, own = [], whole.own

    def noted(form, place, *rest):
        asked.append((form, place))
        return own(form, place, *rest)

    monkeypatch.setattr(whole, "own", noted)
    visit = save(heavy, "follow_up", visit_date=day(30)).record
    with CaptureQueriesContext(connection) as captured:
        save(heavy, "follow_up", visit, visit_date=day(31))
    assert asked == 2 * [("follow_up", 0), ("patient", 0)]
    # The patient with the centre, under lock, and those who may be the same person.
    read = [one["sql"] for one in captured if 'FROM "registry_patient"' in one["sql"]]
    assert len(read) == 2
    assert "registry_centre" in read[0]
    assert of(heavy, "DQ043").status == Status.OPEN
