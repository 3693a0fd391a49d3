"""One patient of another centre, for an hour, to read: and nothing beside that."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import Reach, reaching, reading_opened
from registry.digests.emergencies import tell_of_emergencies
from registry.models import (
    Access,
    AccessEvent,
    Change,
    Diagnosis,
    EmergencyAccess,
    Patient,
    PatientIdentity,
)
from registry.services.emergency import ASKS_AN_HOUR, close, end_emergency
from tests import builders
from tests.access.layers import without_policies, without_scoping
from tests.web.test_second_factor import Clock, set_up

pytestmark = pytest.mark.django_db
ASK = reverse("emergency")
# By the clock of the transaction around a test, too.
A_DAY = timedelta(days=1)


@pytest.fixture
def theirs(db) -> Patient:
    """A patient of HEB with words of their own, and a second one beside."""
    patient = builders.a_treated_patient("HEB", study_no="HEB-7")
    builders.a_record("diagnosis", patient, karyotype_text="THEIRS")
    other = builders.a_patient("HEB", study_no="HEB-8")
    builders.a_record("diagnosis", other, karyotype_text="ANOTHER")
    return patient


@pytest.fixture
def doctor(client):
    user = builders.an_investigator("LDP", "doctor")
    client.force_login(user)
    return user


def asked(client, **said):
    centre = builders.a_centre("HEB")
    typed = {
        "centre": centre.pk,
        "number": "HEB-7",
        "reason": "septic shock on arrival",
        "password": builders.PASSWORD,
    }
    return client.post(ASK, typed | said)


def page_of(patient) -> str:
    return reverse("emergency-patient", args=[patient.pk])


def test_the_patient_is_read_and_the_access_is_logged_and_told(client, doctor, theirs):
    boss = builders.a_centre_administrator("HEB", "boss")
    boss.email = "boss@heb.example"
    boss.save()
    answer = asked(client, number=" heb-7 ")
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    said = page.content.decode()
    assert "HEB-7" in said
    assert "THEIRS" in said
    assert "ANOTHER" not in said
    opening = EmergencyAccess.objects.get()
    assert opening.until - opening.opened_at == timedelta(minutes=60)
    events = AccessEvent.objects.filter(patient_id=theirs.pk).order_by("pk")
    assert [(e.kind, e.user_id, e.centre_id) for e in events] == [
        (Access.OPENED, doctor.pk, theirs.centre_id),
        (Access.LOOKED, doctor.pk, theirs.centre_id),
    ]
    change = Change.objects.get(table="registry_emergencyaccess")
    assert (change.actor_id, change.patient_id) == (doctor.pk, theirs.pk)
    assert change.reason == "septic shock on arrival"
    assert tell_of_emergencies() == 1
    assert tell_of_emergencies() == 0
    (message,) = mail.outbox
    assert message.to == ["boss@heb.example"]
    assert "doctor (LDP)" in message.body
    assert "HEB-7" not in message.body + message.subject
    assert "septic" not in message.body


def test_every_page_says_so_until_it_is_ended(client, doctor, theirs):
    asked(client)
    for path in (reverse("home"), page_of(theirs)):
        assert "Emergency access to a patient of another" in client.get(path).text
    assert client.post(reverse("emergency-end")).status_code == 302
    assert EmergencyAccess.objects.get().ended_at
    assert "until" not in client.get(reverse("codebook")).text[:4000]
    assert client.get(page_of(theirs)).status_code == 404


def test_it_ends_by_itself(client, doctor, theirs):
    asked(client)
    EmergencyAccess.objects.update(until=timezone.now() - A_DAY)
    assert client.get(page_of(theirs)).status_code == 404
    with reading_opened(doctor.pk, theirs.pk):
        assert not Patient.objects.exists()


def test_the_browser_is_told_that_it_is_over(client, doctor, theirs):
    asked(client)
    session = client.session
    session["emergency"] = [theirs.pk, 0.0]
    session.save()
    answer = client.get(page_of(theirs), follow=True)
    assert "The emergency access is over." in answer.text


def test_another_one_ends_the_one_before(client, doctor, theirs):
    asked(client)
    other = Patient.objects.get(study_no="HEB-8")
    assert asked(client, number="HEB-8").status_code == 302
    assert client.get(page_of(other)).status_code == 200
    assert client.get(page_of(theirs)).status_code == 404


# ---- Whom nobody can open


def plain(answer, number: str) -> str:
    """Return what an answer says, without what every answer has of its own."""
    said = answer.text.replace(number, "")
    return re.sub(r'(csrf-token" content|middlewaretoken" value)="[^"]*"', "", said)


@pytest.mark.parametrize("who", ["withdrawn", "left out", "merged", "transferred"])
def test_who_cannot_be_opened_is_as_if_nowhere(client, doctor, theirs, who):
    other = Patient.objects.get(study_no="HEB-8")
    values = {
        "withdrawn": {"consent_status": "withdrawn"},
        "left out": {"consent_status": "given", "consent_scope": ["sharing"]},
        "merged": {"merged_into": theirs},
        "transferred": {"centre": builders.a_centre("THIRD")},
    }
    Patient.objects.filter(pk=other.pk).update(**values[who])
    answer = asked(client, number="HEB-8")
    assert answer.status_code == 422
    nowhere = asked(client, number="NOBODY-1")
    assert plain(answer, "HEB-8") == plain(nowhere, "NOBODY-1")
    assert not EmergencyAccess.objects.exists()
    event = AccessEvent.objects.filter(kind=Access.NOT_OPENED).first()
    assert (event.user_id, event.patient_id) == (doctor.pk, None)
    assert event.centre_id == theirs.centre_id


def test_nowhere_and_not_to_be_opened_cost_the_same_statements(client, doctor, theirs):
    Patient.objects.filter(pk=theirs.pk).update(consent_status="withdrawn")
    asked(client, number="HEB-7")  # the session's first write
    ran = {}
    for number in ("HEB-7", "NOBODY-1"):
        with CaptureQueriesContext(connection) as queries:
            asked(client, number=number)
        asked_for = (one["sql"] for one in queries if "SAVEPOINT" not in one["sql"])
        ran[number] = [
            re.sub(r"_curs_\w+|'[^']*'|\b\d+\b", "?", sql) for sql in asked_for
        ]
    assert ran["HEB-7"] == ran["NOBODY-1"]


def test_the_own_centre_is_not_asked_this_way(client, doctor, theirs):
    builders.a_patient("LDP", study_no="LDP-1")
    answer = asked(client, centre=builders.a_centre("LDP").pk, number="LDP-1")
    assert answer.status_code == 422
    assert not EmergencyAccess.objects.exists()


def test_a_wrong_password_opens_nothing_and_counts(client, doctor, theirs):
    answer = asked(client, password="wrong")
    assert answer.status_code == 422
    assert "This is not your password" in answer.text
    assert "septic shock on arrival" in answer.text, "nothing typed is lost"
    assert AccessEvent.objects.filter(kind=Access.NOT_LET_IN, user=doctor).exists()
    for _turn in range(4):
        answer = asked(client, password="wrong")
    assert answer.status_code == 429
    assert asked(client).status_code == 429
    assert not EmergencyAccess.objects.exists()


def test_a_second_factor_is_asked_for_where_there_is_one(client, theirs, monkeypatch):
    user, clock = builders.an_investigator("LDP", "doctor"), Clock(monkeypatch)
    key = set_up(client, user, clock)
    client.force_login(user)
    assert 'name="code"' in client.get(ASK).text
    for code, status in (("", 422), ("000000", 422), (clock.code(key), 302)):
        assert asked(client, code=code).status_code == status
    assert EmergencyAccess.objects.count() == 1


def test_nobody_tries_numbers_out(client, doctor, theirs):
    for turn in range(ASKS_AN_HOUR):
        assert asked(client, number=f"HEB-{turn}X").status_code == 422
    answer = asked(client)
    assert answer.status_code == 429
    assert "Telephone the centre" in answer.text
    assert not EmergencyAccess.objects.exists()


def test_a_reason_is_needed(client, doctor, theirs):
    assert asked(client, reason=" ").status_code == 422
    assert not EmergencyAccess.objects.exists()


# ---- What stays closed


# A page or view for each way to a patient, beside the one that is opened.
PAGES = [
    *("patient", "patient-edit", "patient-history", "patient-reports"),
    *("patient-identity", "patient-audit", "patient-visits-file", "daily-counts"),
    *("api-patients-detail", "api-patients-history", "api-patient-fhir"),
    *("api-patient-identity", "api-patient-reports"),
]


@pytest.mark.parametrize("name", PAGES)
def test_every_other_address_of_the_patient_stays_shut(client, doctor, theirs, name):
    asked(client)
    assert client.get(reverse(name, args=[theirs.pk])).status_code == 404


def test_no_list_count_search_or_export_knows_the_patient(client, doctor, theirs):
    asked(client)
    client.get(page_of(theirs))
    names = ["patients", "queries", "forms", "worklist-visits", "worklist-forms"]
    names += ["completeness", "home", "api-patients-list", "api-diagnosis-list"]
    names += ["api-visits-list", "studies", "exports"]
    for path in (*map(reverse, names), f"{reverse('find')}?q=HEB-7"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "THEIRS" not in answer.text, path
        assert f"patients/{theirs.pk}/" not in answer.text, path
    for kind in ("csv", "json"):
        answer = client.get(reverse("export-file", args=["adsl", kind]))
        content = b"".join(answer.streaming_content) if answer.streaming else b""
        assert b"HEB" not in content


def test_nothing_is_saved(client, doctor, theirs):
    asked(client)
    posted = ["patient-edit", "daily-counts", "patient-identity"]
    for name in posted:
        assert client.post(reverse(name, args=[theirs.pk])).status_code == 404
    draft = reverse("record-draft", args=[theirs.pk, "relapse"])
    assert client.post(draft, {}).status_code == 404
    assert client.post(page_of(theirs)).status_code == 405
    with (
        pytest.raises(DatabaseError, match="read-only"),
        transaction.atomic(),
        reading_opened(doctor.pk, theirs.pk),
    ):
        Patient.objects.filter(pk=theirs.pk).update(weight_kg=1)


def test_names_stay_at_the_centre(client, doctor, theirs):
    PatientIdentity.objects.create(patient=theirs, family_name="SECRETNAME")
    asked(client)
    assert "SECRETNAME" not in client.get(page_of(theirs)).text
    with reading_opened(doctor.pk, theirs.pk):
        assert not PatientIdentity.objects.exists()


def test_a_token_opens_nothing(client, doctor, theirs):
    from rest_framework.test import APIClient

    from registry.models import ApiToken

    asked(client)
    _token, key = ApiToken.objects.create(doctor)
    api = APIClient(HTTP_AUTHORIZATION=f"Token {key}")
    url = reverse("api-patients-detail", args=[theirs.pk])
    assert api.get(url).status_code == 404


def test_a_colleague_sees_nothing_of_it(client, doctor, theirs):
    asked(client)
    client.force_login(builders.an_investigator("LDP", "colleague"))
    assert client.get(page_of(theirs)).status_code == 404


def test_whose_role_ended_reads_no_more(client, doctor, theirs):
    asked(client)
    doctor.memberships.update(until=timezone.now() - A_DAY)
    assert client.get(page_of(theirs)).status_code == 403
    with reading_opened(doctor.pk, theirs.pk):
        assert not Patient.objects.exists()


# ---- Either layer alone


def rows_seen(person: int, patient: int) -> tuple[set, set]:
    with reading_opened(person, patient):
        return (
            set(Patient.objects.values_list("study_no", flat=True)),
            set(Diagnosis.objects.values_list("karyotype_text", flat=True)),
        )


def test_the_policies_show_that_one_patient_and_only_while_it_is_asked(doctor, theirs):
    other = Patient.objects.get(study_no="HEB-8")
    assert rows_seen(doctor.pk, theirs.pk) == (set(), set())
    opening = builders.an_opening(theirs, doctor)
    shown = rows_seen(doctor.pk, theirs.pk)
    assert shown[0] == {"HEB-7"}
    assert "ANOTHER" not in shown[1]
    assert rows_seen(doctor.pk, other.pk) == (set(), set())
    stranger = builders.an_investigator("LDP", "stranger")
    assert rows_seen(stranger.pk, theirs.pk) == (set(), set())
    with reaching(Reach(person=doctor.pk)):
        assert not Patient.objects.exists(), "lists and counts never say whom"
    EmergencyAccess.objects.filter(pk=opening.pk).update(ended_at=timezone.now())
    assert rows_seen(doctor.pk, theirs.pk) == (set(), set())


@pytest.mark.parametrize("layer", [without_scoping, without_policies])
def test_either_layer_alone_opens_that_one_and_no_other(client, doctor, theirs, layer):
    asked(client)
    other = Patient.objects.get(study_no="HEB-8")
    with layer():
        page = client.get(page_of(theirs))
        assert "THEIRS" in page.text
        assert "ANOTHER" not in page.text
        assert "HEB-8" not in page.text
        assert client.get(page_of(other)).status_code == 404
        EmergencyAccess.objects.update(until=timezone.now() - A_DAY)
        assert client.get(page_of(theirs)).status_code == 404


# ---- Those who answer for the centre


def test_the_centre_reads_who_and_why_and_acknowledges(client, doctor, theirs):
    asked(client)
    client.force_login(builders.a_centre_administrator("HEB", "boss"))
    assert "waits to be acknowledged" in client.get(reverse("home")).text
    said = client.get(ASK).text
    for word in ("HEB-7", "doctor", "LDP", "septic shock on arrival"):
        assert word in said
    log = client.get(reverse("audit-accesses")).text
    assert "opened a patient in an emergency" in log
    opening = EmergencyAccess.objects.get()
    act = reverse("emergency-acknowledge", args=[opening.pk])
    assert client.post(act).status_code == 302
    opening.refresh_from_db()
    first = opening.acknowledged_at
    assert opening.acknowledged_by.username == "boss"
    client.post(act)
    opening.refresh_from_db()
    assert opening.acknowledged_at == first
    assert "waits to be acknowledged" not in client.get(reverse("home")).text


def test_the_centre_ends_it_before_its_hour_is_over(client, doctor, theirs):
    asked(client)
    opening = EmergencyAccess.objects.get()
    boss, centre = builders.a_centre_administrator("HEB", "boss"), Client()
    centre.force_login(boss)
    act = reverse("emergency-close", args=[opening.pk])
    assert act in centre.get(ASK).text
    assert "access is ended" in centre.post(act, follow=True).text
    assert act not in centre.get(ASK).text
    opening.refresh_from_db()
    first = opening.ended_at
    assert "over already" in centre.post(act, follow=True).text
    opening.refresh_from_db()
    assert opening.ended_at == first
    assert opening.acknowledged_at is None
    change = Change.objects.filter(table="registry_emergencyaccess").latest("pk")
    assert (change.actor_id, change.reason) == (boss.pk, "ended by the centre")
    with reading_opened(doctor.pk, theirs.pk):
        assert not Patient.objects.exists()
    told = client.get(page_of(theirs), follow=True)
    assert "centre has ended the emergency access" in told.text
    assert "THEIRS" not in told.text
    assert client.get(page_of(theirs)).status_code == 404


def test_whoever_had_it_is_told_at_the_next_page_and_once(client, doctor, theirs):
    asked(client)
    boss, opening = (
        builders.a_centre_administrator("HEB"),
        EmergencyAccess.objects.get(),
    )
    close(opening=opening, actor=boss.actor())
    part = client.get(reverse("find"), {"q": "x"}, headers={"HX-Request": "true"})
    assert "emergency" not in part.text  # a part of a page has no place for it
    told = client.get(reverse("home")).text
    assert "centre has ended the emergency access" in told
    assert "until" not in told[:4000]
    assert "ended the emergency access" not in client.get(reverse("home")).text
    asked(client)
    end_emergency(actor=doctor.actor())
    assert "ended the emergency access" not in client.get(reverse("home")).text


def test_another_centre_is_shown_and_acknowledges_nothing(client, doctor, theirs):
    asked(client)
    client.force_login(builders.a_centre_administrator("THIRD", "third"))
    assert "septic" not in client.get(ASK).text
    for name in ("emergency-acknowledge", "emergency-close"):
        act = reverse(name, args=[EmergencyAccess.objects.get().pk])
        assert client.post(act).status_code == 404
    assert EmergencyAccess.objects.get().stands


def test_the_list_costs_the_same_as_it_grows(client, theirs):
    client.force_login(builders.a_centre_administrator("HEB", "boss"))
    counts = []
    for number in (1, 6):
        for turn in range(number):
            user = builders.an_investigator("LDP", f"doctor-{number}-{turn}")
            builders.an_opening(theirs, user)
        client.get(ASK)
        with CaptureQueriesContext(connection) as queries:
            client.get(ASK)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_without_an_administrator_the_systems_are_told(doctor, theirs):
    admin = builders.an_admin("root")
    admin.email = "root@registry.example"
    admin.save()
    former = builders.a_centre_administrator("HEB", "former")
    former.email = "former@heb.example"
    former.save()
    former.memberships.update(until=timezone.now() - A_DAY)
    builders.an_opening(theirs, doctor)
    assert tell_of_emergencies() == 1
    assert mail.outbox[0].to == ["root@registry.example"]


def test_who_administrates_no_more_is_told_nothing_for_another_role(doctor, theirs):
    former = builders.a_centre_administrator("HEB", "former")
    former.email = "former@heb.example"
    former.save()
    former.memberships.update(until=timezone.now() - A_DAY)
    builders.an_investigator("HEB", "former")
    builders.an_opening(theirs, doctor)
    assert tell_of_emergencies() == 0
    assert not mail.outbox


def test_a_mail_that_fails_is_tried_again(doctor, theirs, monkeypatch):
    boss = builders.a_centre_administrator("HEB", "boss")
    boss.email = "boss@heb.example"
    boss.save()
    builders.an_opening(theirs, doctor)

    def down(self):
        raise OSError("no route to host")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", down)
        assert tell_of_emergencies() == 0
    assert EmergencyAccess.objects.get().told_at is None
    assert tell_of_emergencies() == 1


def test_where_mail_is_not_set_up_the_system_page_counts_it(
    client, doctor, theirs, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    builders.an_opening(theirs, doctor)
    assert tell_of_emergencies() == 0
    client.force_login(builders.an_admin("root"))
    said = client.get(reverse("system")).text
    assert "Emergency accesses that no centre has acknowledged" in said
    assert "HEB-7" not in said
