"""Pages on which forms are verified, signed, locked and unlocked."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from registry.models import Attestation, Diagnosis, Draft, Kind, Patient
from tests import builders

pytestmark = pytest.mark.django_db


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def record(db):
    return builders.a_record("diagnosis", state="complete")


def page(record):
    return reverse("record", args=[record.patient_id, record.form, record.pk])


def mark_url(record, act):
    return f"{page(record)}{act}/"


def value(record):
    return f"{record.form}:{record.pk}:{record.version}"


def post(client, url, *records, **given):
    targets = [value(one) for one in records]
    return client.post(url, {"confirmed": "1", "target": targets, **given})


ROLES = {
    "verify": builders.a_monitor,
    "sign": builders.an_investigator,
    "lock": builders.a_centre_administrator,
}


@pytest.mark.parametrize("act", ROLES)
def test_a_role_is_offered_its_own_act_alone(record, act):
    shown = browser(ROLES[act]()).get(page(record)).content.decode()
    offered = [one for one in ROLES if mark_url(record, one) in shown]
    assert offered == [act]


def test_a_data_manager_is_offered_none(record):
    shown = browser(builders.a_data_manager()).get(page(record)).content.decode()
    assert not any(mark_url(record, act) in shown for act in ROLES)


def test_signing_states_its_meaning_and_asks_for_the_password_again(record):
    client = browser(builders.an_investigator())
    asked = client.get(mark_url(record, "sign")).content.decode()
    assert "I have reviewed this form" in asked
    assert 'name="password"' in asked
    answer = post(
        client,
        mark_url(record, "sign"),
        record,
        username="investigator_ldp",
        password=builders.PASSWORD,
    )
    assert answer.status_code == 302
    shown = client.get(page(record)).content.decode()
    assert "investigator_ldp" in shown
    assert Attestation.objects.get().digest.hex() in shown


@pytest.mark.parametrize(
    ("username", "password"),
    [("investigator_ldp", "wrong"), ("", ""), ("monitor_ldp", builders.PASSWORD)],
)
def test_nothing_is_signed_without_the_signers_own_password(record, username, password):
    builders.a_monitor()
    client = browser(builders.an_investigator())
    given = {"username": username, "password": password}
    answer = post(client, mark_url(record, "sign"), record, **given)
    assert answer.status_code == 422
    assert password not in answer.content.decode() or not password
    record.refresh_from_db()
    assert record.signed_at is None


def test_five_wrong_passwords_lock_the_signer_out(record):
    client = browser(builders.an_investigator())
    given = {"username": "investigator_ldp", "password": "wrong"}
    codes = [
        post(client, mark_url(record, "sign"), record, **given).status_code
        for _ in range(5)
    ]
    assert codes == [422, 422, 422, 422, 429]
    given["password"] = builders.PASSWORD
    right = post(client, mark_url(record, "sign"), record, **given)
    assert right.status_code == 429
    assert not Attestation.objects.exists()


def test_what_changed_meanwhile_is_not_signed_unseen(record):
    client = browser(builders.a_monitor())
    shown = value(record)
    Diagnosis.objects.filter(pk=record.pk).update(karyotype_text="46,XX")
    given = {"confirmed": "1", "target": [shown]}
    answer = client.post(mark_url(record, "verify"), given)
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.content.decode()
    assert not Attestation.objects.exists()


def test_a_change_makes_the_signature_void_and_says_so_everywhere(record):
    builders.marked(record, Kind.SIGNED)
    client = browser(builders.a_data_manager())
    answer = client.post(
        page(record),
        {
            "version": record.version,
            "disease": "B-ALL",
            "diagnosis_date": record.diagnosis_date,
            "reason": "the report was amended",
            "then": "stay",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    said = "The signature of investigator_ldp of"
    for url in (
        page(record),
        f"{page(record)}history/",
        reverse("patient-history", args=[record.patient_id]),
    ):
        shown = client.get(url).content.decode()
        assert said in shown, url
        assert "void since version 2" in shown
        assert "the report was amended" in shown
    patient = client.get(reverse("patient", args=[record.patient_id]))
    assert "signature void" in patient.content.decode()


def test_a_locked_form_shows_values_and_no_boxes(record):
    builders.marked(record, Kind.LOCKED)
    shown = browser(builders.a_data_manager()).get(page(record)).content.decode()
    assert "is locked since" in shown
    assert 'name="disease"' not in shown
    assert f"{page(record)}remove/" not in shown


@pytest.mark.parametrize("htmx", [True, False])
def test_who_typed_while_it_was_locked_loses_nothing(record, htmx):
    client = browser(builders.a_data_manager())
    builders.marked(record, Kind.LOCKED)
    answer = client.post(
        page(record),
        {
            "version": record.version,
            "disease": "B-ALL",
            "diagnosis_date": record.diagnosis_date,
            "reason": "x",
        },
        headers={"HX-Request": "true"} if htmx else {},
    )
    shown = answer.content.decode()
    assert answer.status_code == 423
    assert "centre_administrator_ldp" in shown
    assert Draft.objects.get().typed["disease"] == "B-ALL"
    again = client.get(page(record)).content.decode()
    assert "is kept and opens when it is unlocked" in again
    builders.marked(record, Kind.UNLOCKED)
    assert "restored; it is not saved yet" in client.get(page(record)).content.decode()


def test_a_locked_form_is_not_removed(record):
    builders.marked(record, Kind.LOCKED)
    client = browser(builders.a_data_manager())
    given = {"version": record.version, "reason": "twice"}
    answer = client.post(f"{page(record)}remove/", given)
    assert (answer.status_code, Diagnosis.objects.count()) == (423, 1)


def test_unlocking_asks_why_and_the_history_keeps_it(record):
    builders.marked(record, Kind.LOCKED)
    client = browser(builders.a_centre_administrator())
    url = mark_url(record, "unlock")
    assert post(client, url, record).status_code == 422
    assert post(client, url, record, reason="late report").status_code == 302
    history = client.get(f"{page(record)}history/").content.decode()
    assert "unlocked" in history
    assert "late report" in history


# ---- A whole case


def a_case():
    patient = builders.a_patient(state="complete")
    ready = builders.a_record("diagnosis", patient, state="complete")
    begun = builders.a_record("relapse", patient)
    return patient, ready, begun


def case_url(patient, act):
    return reverse("patient-mark", args=[patient.pk, act])


def test_a_patients_complete_forms_are_listed_and_then_marked():
    patient, ready, begun = a_case()
    client = browser(builders.a_monitor())
    asked = client.get(case_url(patient, "verify")).content.decode()
    assert f'value="{value(ready)}"' in asked
    assert f'value="{value(begun)}"' not in asked
    assert "is not complete" in asked
    report = post(client, case_url(patient, "verify"), ready, begun, patient)
    assert report.status_code == 200
    assert "2 forms verified" in report.content.decode()
    ready.refresh_from_db()
    begun.refresh_from_db()
    assert (ready.standing, begun.standing) == ("verified", "begun")


def test_the_form_of_somebody_else_is_not_marked_from_a_patients_page():
    patient, *_rest = a_case()
    stranger = builders.a_record("diagnosis", state="complete")
    client = browser(builders.a_monitor())
    post(client, case_url(patient, "verify"), stranger)
    stranger.refresh_from_db()
    assert stranger.verified_at is None


def test_a_case_is_locked_once_every_form_can_be():
    patient, _ready, begun = a_case()
    client = browser(builders.a_centre_administrator())
    url = case_url(patient, "lock")
    assert 'name="case"' not in client.get(url).content.decode()
    assert post(client, url, case="1").status_code == 409
    type(begun).objects.update(state="complete")
    assert 'name="case"' in client.get(url).content.decode()
    assert post(client, url, case="1").status_code == 302
    patient.refresh_from_db()
    assert patient.case_locked_at is not None
    shown = client.get(reverse("patient", args=[patient.pk])).content.decode()
    assert "Case locked" in shown
    new = reverse("record-new", args=[patient.pk, "follow_up"])
    assert "The case of" in client.get(new).content.decode()
    unlock = case_url(patient, "unlock")
    assert post(client, unlock).status_code == 422
    assert post(client, unlock, reason="a visit came late").status_code == 302
    assert Patient.objects.get(pk=patient.pk).case_locked_at is None


# ---- Many patients


def test_the_list_is_narrowed_and_paged_by_keys():
    patients = [builders.a_patient(state="complete") for _ in range(30)]
    for one in patients:
        builders.a_record("diagnosis", one)
    client, seen, url = browser(builders.a_monitor()), [], reverse("forms")
    while url:
        context = client.get(url).context
        seen += [row["value"] for row in context["rows"]]
        url = context["pager"]["next_url"]
    assert len(seen) == len(set(seen)) == 60
    back = client.get(
        f"{reverse('forms')}?before={patients[-1].pk}.0.{patients[-1].pk}"
    )
    assert len(back.context["rows"]) == 50
    begun = client.get(reverse("forms"), {"state": "begun", "form": "diagnosis"})
    assert len(begun.context["rows"]) == 30
    one = client.get(reverse("forms"), {"q": patients[3].study_no})
    assert {row["patient"] for row in one.context["rows"]} == {patients[3].study_no}


def test_forms_of_many_patients_are_marked_at_once():
    rows = [builders.a_record("diagnosis", state="complete") for _ in range(3)]
    client = browser(builders.a_monitor())
    url = reverse("forms-mark", args=["verify"])
    asked = client.post(url, {"target": [value(one) for one in rows]})
    assert "I compared this form" in asked.content.decode()
    assert not Attestation.objects.exists()
    report = post(client, url, *rows)
    assert "3 forms verified" in report.content.decode()
    assert Attestation.objects.count() == 3


def test_all_of_a_page_are_chosen_by_one_box():
    rows = [builders.a_record("diagnosis", state="complete") for _ in range(3)]
    client = browser(builders.a_monitor())
    url = reverse("forms-mark", args=["verify"])
    asked = client.post(url, {"all": "1", "shown": [value(one) for one in rows]})
    assert len(asked.context["free"]) == 3
    none = client.post(url, {"shown": [value(one) for one in rows]})
    assert none.status_code == 302


def test_forms_of_another_centre_do_not_exist():
    own = builders.a_record("diagnosis", state="complete")
    other = builders.a_record(
        "diagnosis", builders.a_patient("HEB", study_no="HEB-9"), state="complete"
    )
    client = browser(builders.a_monitor())
    shown = client.get(reverse("forms")).content.decode()
    assert "HEB-9" not in shown
    report = post(client, reverse("forms-mark", args=["verify"]), own, other)
    assert "HEB-9" not in report.content.decode()
    other.refresh_from_db()
    assert other.verified_at is None


@pytest.mark.parametrize("name", ["forms", "patient-mark", "record"])
def test_pages_cost_as_many_queries_with_many_rows(
    name, django_assert_max_num_queries, record
):
    client = browser(builders.a_monitor())
    builders.marked(record, Kind.VERIFIED)
    builders.a_record("relapse", record.patient, state="complete")
    urls = {
        "forms": reverse("forms"),
        "patient-mark": case_url(record.patient, "verify"),
        "record": page(record),
    }
    with django_assert_max_num_queries(1000) as few:
        client.get(urls[name])
    for _ in range(12):
        builders.a_record("relapse", record.patient, state="complete")
        nobody_alike = builders.a_patient(birth_date=date(1980, 1, 1))
        other = builders.a_record("diagnosis", nobody_alike, state="complete")
        builders.marked(other, Kind.VERIFIED)
    with django_assert_max_num_queries(len(few)):
        client.get(urls[name])
