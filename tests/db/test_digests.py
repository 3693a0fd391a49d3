"""Digests: what they tell, to whom, on which days, and never twice."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from registry.access.reach import everywhere
from registry.digests.sending import send_digests
from registry.models import Digest, Notices
from registry.services.digests import claim_digests
from registry.services.notices import choose_digest
from registry.services.schedule import reschedule
from registry.tasks import digests
from tests.builders import a_centre, a_data_manager, a_patient, a_query, a_record

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday


def subscribed(days="1234567", language="en", name="", email="m@example.org"):
    user = a_data_manager(name=name)
    user.email = email
    user.save()
    choose_digest(actor=user.actor(), days=days, language=language)
    return user


def infused(days_ago=30, **values):
    patient = a_patient(**values)
    on = timezone.localdate() - timedelta(days_ago)
    a_record("infusion", patient, infusion_date=on)
    reschedule([patient.pk])
    return patient


def test_digest_tells_visits_queries_and_forms_with_links():
    subscribed()
    patient = infused(study_no="C001")
    query = a_query(patient)
    assert send_digests(NOON) == 1
    (message,) = mail.outbox
    assert message.to == ["m@example.org"]
    assert message.subject == "Day Zero: 3 visits due or overdue"
    assert "2 visits overdue, 1 due, of 1 patients in follow-up." in message.body
    assert "LDP C001 · CAR-T D28: due" in message.body
    assert "Is it so?" in message.body
    assert "CAR-T infusion" in message.body
    assert f"/patients/{patient.pk}/" in message.body
    assert "/account/notices/" in message.body
    assert patient.birth_date.isoformat() not in message.body
    assert query.pk


def test_digest_is_in_the_chosen_language():
    subscribed(language="zh-hans")
    infused(study_no="C001")
    send_digests(NOON)
    (message,) = mail.outbox
    assert "逾期" in message.body
    assert "疾病评估" in message.body


def test_second_run_of_a_day_sends_nothing_and_the_next_day_does():
    subscribed()
    infused()
    assert [send_digests(NOON), send_digests(NOON + timedelta(hours=5))] == [1, 0]
    assert send_digests(NOON + timedelta(days=1)) == 1
    assert Digest.objects.filter(sent_at__isnull=False).count() == 2


def test_worker_that_died_after_its_claim_leaves_no_second_digest():
    subscribed()
    infused()
    assert len(list(claim_digests(NOON))) == 1  # and here it is killed
    assert send_digests(NOON) == 0
    assert mail.outbox == []
    assert Digest.objects.get().sent_at is None


@pytest.mark.parametrize(
    ("days", "email", "sent"),
    [("3", "m@example.org", 1), ("12", "m@example.org", 0), ("3", "", 0)],
)
def test_only_on_the_chosen_days_and_to_an_address(days, email, sent):
    subscribed(days=days, email=email)
    infused()
    assert send_digests(NOON) == sent


def test_morning_is_that_of_the_centre():
    centre = a_centre()
    centre.time_zone = "Asia/Shanghai"
    centre.save()
    subscribed()
    infused()
    assert send_digests(datetime(2026, 11, 24, 21, 59, tzinfo=UTC)) == 0
    assert send_digests(datetime(2026, 11, 24, 22, 0, tzinfo=UTC)) == 1
    assert Digest.objects.get().day.isoformat() == "2026-11-25"


def test_nothing_to_do_is_no_mail():
    subscribed()
    assert send_digests(NOON) == 0
    assert mail.outbox == []
    assert Digest.objects.get().fault == "nothing to tell"


def test_mail_that_fails_is_noted_and_the_others_go_out(monkeypatch):
    first = subscribed(name="first")
    subscribed(name="second", email="second@example.org")
    infused()
    send = mail.EmailMessage.send

    def broken(message, *args):
        if message.to == [first.email]:
            raise ConnectionRefusedError("no mail server")
        return send(message, *args)

    monkeypatch.setattr(mail.EmailMessage, "send", broken)
    assert send_digests(NOON) == 1
    assert [one.to for one in mail.outbox] == [["second@example.org"]]
    assert Digest.objects.get(user=first).fault == "no mail server"


def test_the_task_writes_a_file_where_files_are_the_backend(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    subscribed()
    infused()
    Notices.objects.update(days=str(timezone.now().isoweekday()))
    centre = a_centre()
    # Wherever it is past six in the morning of this day.
    hour = timezone.now().hour
    centre.time_zone = "UTC" if hour >= 6 else "Asia/Tokyo"
    centre.save()
    assert digests() == 1
    (file,) = tmp_path.iterdir()
    assert "CAR-T D28" in file.read_text()


def test_two_workers_at_once_send_one(committed_db):
    subscribed()
    infused()
    sent = []

    @everywhere()
    def run():
        sent.append(send_digests(NOON))
        connection.close()

    workers = [threading.Thread(target=run) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(sent) == [0, 0, 0, 1]
    assert len(mail.outbox) == 1


def test_a_role_that_ends_soon_is_told_though_nothing_waits():
    user = subscribed(language="zh-hans")
    membership = user.memberships.get()
    membership.until = timezone.now() + timedelta(days=30)
    membership.save()
    assert send_digests(NOON) == 0
    membership.until = timezone.now() + timedelta(days=6)
    membership.save()
    assert send_digests(NOON + timedelta(days=1)) == 1
    (message,) = mail.outbox
    at = timezone.localtime(membership.until)
    assert f"{at:%Y-%m-%d %H:%M}" in message.body
    assert message.subject == "Day Zero：您的权限即将到期"


def test_rest_says_when_a_role_ends(client):
    user = a_data_manager()
    client.force_login(user)
    assert "Access-Ends" not in client.get("/api/v1/patients/")
    membership = user.memberships.get()
    membership.until = timezone.now() + timedelta(days=6)
    membership.save()
    ends = client.get("/api/v1/patients/")["Access-Ends"]
    assert datetime.fromisoformat(ends) == membership.until.replace(microsecond=0)
