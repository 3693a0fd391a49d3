"""Programs are told of new data by a real receiver: signed, retried, set aside."""

import base64
import hashlib
import hmac
import json
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from outcomes.models import Delivery, Webhook
from outcomes.pipeline.alone import Lock
from outcomes.pipeline.sweep import sweep
from outcomes.tasks import tell_webhooks
from outcomes.webhooks import address, posting
from outcomes.webhooks.address import Destination, NotAllowed, judged
from outcomes.webhooks.posting import NotReceived
from outcomes.webhooks.telling import WAITS
from registry.models import Membership, Patient
from tests.builders import a_data_manager, a_patient, a_statistician

PROGRAM = Path(__file__).with_name("receiver.py")
WEBHOOKS = "/api/v1/webhooks/"


class Receiver:
    """A process of its own that is told."""

    def __init__(self, *answers):
        said = [sys.executable, str(PROGRAM), ",".join(map(str, answers))]
        self.process = subprocess.Popen(said, stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}/told"

    def heard(self):
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def receiver(settings):
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_SECONDS = ["127.0.0.1"], 0
    running = []

    def start(*answers):
        running.append(Receiver(*answers))
        return running[-1]

    yield start
    for one in running:
        one.end()


@pytest.fixture
def statistician(program_of):
    return program_of(a_statistician())


def registered(client, url):
    answer = client.post(WEBHOOKS, {"name": "nightly", "url": url}, format="json")
    assert answer.status_code == 201, answer.json()
    return answer.json()


def new_data(**values):
    a_patient(**values)
    sweep(seconds=float("inf"))


def due():
    Delivery.objects.update(next_at=timezone.now() - timedelta(seconds=1))


def signature(secret, heard):
    """Return what a receiver makes of a message with its secret."""
    headers = {name.lower(): value for name, value in heard["headers"].items()}
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{heard['body']}"
    digest = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def test_a_new_version_is_told_and_signed(statistician, receiver):
    program = receiver(204)
    made = registered(statistician, program.url)
    new_data(study_no="SECRET-7")
    tell_webhooks()
    heard = program.heard()
    headers = {name.lower(): value for name, value in heard["headers"].items()}
    assert headers["webhook-signature"] == signature(made["secret"], heard)
    body = json.loads(heard["body"])
    assert body["type"] == "data_version.changed"
    assert body["data"]["data_version"] > made["since_version"]
    assert "SECRET-7" not in heard["body"]
    (sent,) = statistician.get(f"{WEBHOOKS}{made['id']}/deliveries/").json()["results"]
    assert (sent["state"], sent["said"]) == ("sent", "HTTP 204")
    assert sent["message"] == headers["webhook-id"]
    tell_webhooks()
    assert Delivery.objects.count() == 1


def test_a_new_secret_is_shown_once_and_the_old_one_signs_for_a_day(
    statistician, receiver
):
    program = receiver(200, 200)
    made = registered(statistician, program.url)
    answer = statistician.post(f"{WEBHOOKS}{made['id']}/secret/")
    assert answer.status_code == 201
    new = answer.json()["secret"]
    assert new != made["secret"]
    assert "secret" not in statistician.get(WEBHOOKS).json()["results"][0]
    new_data()
    tell_webhooks()
    heard = program.heard()
    said = heard["headers"]["webhook-signature"].split(" ")
    assert said == [signature(new, heard), signature(made["secret"], heard)]
    Webhook.objects.update(old_until=timezone.now())
    new_data()
    tell_webhooks()
    heard = program.heard()
    assert heard["headers"]["webhook-signature"] == signature(new, heard)
    changed = Webhook.history.filter(history_type="~").last()
    assert changed.history_change_reason == "webhook secret"


def test_versions_in_between_are_passed_over(statistician, receiver, settings):
    settings.WEBHOOK_SECONDS = 3600
    program = receiver(200)
    registered(statistician, program.url)
    for _ in range(3):
        new_data()
        tell_webhooks()
    assert Delivery.objects.count() == 1


def test_a_cut_that_is_being_made_holds_no_message_up(statistician, receiver):
    program = receiver(200)
    registered(statistician, program.url)
    new_data()
    elsewhere = connections.create_connection("default")
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [Lock.CUT])
        tell_webhooks()
    elsewhere.close()
    assert Delivery.objects.get().state == "sent"


def test_what_does_not_arrive_is_tried_again_as_the_same_message(
    statistician, receiver
):
    program = receiver(500, 302, 200)
    registered(statistician, program.url)
    new_data()
    for said, state in (("500", "waiting"), ("302", "waiting"), ("200", "sent")):
        due()
        tell_webhooks()
        delivery = Delivery.objects.get()
        assert (delivery.said, delivery.state) == (f"HTTP {said}", state)
    ids = {program.heard()["headers"]["webhook-id"] for _ in range(3)}
    assert ids == {str(delivery.message)}


def test_who_never_answers_is_set_aside_and_holds_nobody_up(statistician, receiver):
    program = receiver(200)
    nobody = registered(statistician, "http://127.0.0.1:1/")
    registered(statistician, program.url)
    new_data()
    for _ in range(len(WAITS) + 1):
        due()
        tell_webhooks()
    aside = Delivery.objects.get(webhook=nobody["id"])
    assert (aside.state, aside.said) == ("failed", "ConnectionRefusedError")
    assert aside.attempts == len(WAITS) + 1
    assert program.heard()
    new_data()
    tell_webhooks()
    assert Delivery.objects.filter(webhook=nobody["id"]).count() == 1
    assert program.heard()
    place = f"{WEBHOOKS}{nobody['id']}/resume/"
    assert statistician.post(place).status_code == 204
    tell_webhooks()
    assert Delivery.objects.filter(webhook=nobody["id"], state="waiting").exists()


def test_who_answers_without_end_is_cut_off_and_asked_once_a_turn(
    statistician, receiver, settings, monkeypatch
):
    monkeypatch.setattr(posting, "SECONDS", 0.5)
    slow, program = receiver(0), receiver(200)
    settings.WEBHOOK_HOSTS.append("localhost")
    elsewhere = program.url.replace("127.0.0.1", "localhost")
    for url in (slow.url, f"{slow.url}/again", elsewhere):
        registered(statistician, url)
    new_data()
    begun = time.monotonic()
    tell_webhooks()
    assert time.monotonic() - begun < 2
    assert program.heard()
    said = Delivery.objects.order_by("id").values_list("said", "attempts")
    assert [*said] == [("TimeoutError", 1), ("", 0), ("HTTP 200", 1)]


def test_whose_role_ended_is_told_no_more(statistician, receiver):
    program = receiver(500, 200)
    registered(statistician, program.url)
    new_data()
    tell_webhooks()
    assert program.heard()
    Membership.objects.update(until=timezone.now())
    due()
    new_data()
    tell_webhooks()
    waiting = Delivery.objects.get()
    assert (waiting.said, waiting.attempts) == ("HTTP 500", 1)


def test_a_save_does_not_wait_for_a_receiver(statistician, settings):
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        registered(statistician, f"http://127.0.0.1:{deaf.getsockname()[1]}/")
        begun = timezone.now()
        new_data()
        assert timezone.now() - begun < timedelta(seconds=5)
    assert Patient.objects.count() == 1


def test_a_webhook_ends(statistician, receiver):
    made = registered(statistician, receiver(200).url)
    assert statistician.delete(f"{WEBHOOKS}{made['id']}/").status_code == 204
    assert statistician.get(WEBHOOKS).json()["results"] == []
    assert Webhook.history.filter(history_type="-").count() == 1
    new_data()
    tell_webhooks()
    assert not Delivery.objects.exists()


def test_another_persons_webhook_does_not_exist(statistician, receiver, program_of):
    made = registered(statistician, receiver(200).url)
    other = program_of(a_statistician(name="other"))
    assert other.post(f"{WEBHOOKS}{made['id']}/secret/").status_code == 404
    for act in ("deliveries/", ""):
        method = other.get if act else other.delete
        assert method(f"{WEBHOOKS}{made['id']}/{act}").status_code == 404


def test_whoever_enters_data_registers_none(program_of):
    client = program_of(a_data_manager())
    answer = client.post(WEBHOOKS, {"name": "x", "url": "https://a.b"}, format="json")
    assert answer.status_code == 403


PRIVATE = {
    "loopback.test": "127.0.0.1",
    "metadata.test": "169.254.169.254",
    "inside.test": "10.1.2.3",
    "mapped.test": "::ffff:10.1.2.3",
    "six.test": "fd00::1",
    "nothing.test": "0.0.0.0",
    "translated.test": "64:ff9b::10.0.0.1",
    "tunnelled.test": "2002:a00:1::",
    "compatible.test": "::10.0.0.1",
    "site.test": "fec0::1",
}


@pytest.fixture
def names(monkeypatch):
    """Resolve names as a table says: no test asks the network."""
    known = {**PRIVATE, "public.test": "8.8.8.8", "six.public.test": "2606:4700::1111"}

    def found(host, port, **_):
        number = known.get(host, host)
        return [(2, 1, 6, "", (number, port))]

    monkeypatch.setattr(address.socket, "getaddrinfo", found)


@pytest.mark.parametrize("host", PRIVATE)
def test_nobody_reaches_into_the_network(names, settings, host):
    settings.WEBHOOK_HOSTS = []
    with pytest.raises(NotAllowed):
        judged(f"https://{host}/")


@pytest.mark.parametrize(
    "url",
    [
        "http://public.test/",
        "ftp://public.test/",
        "https://user:word@public.test/",
        "https://public.test/#part",
        "https:///path",
        "https://public.test:port/",
        "https://public.test:22/",
        "https://[half/",
    ],
)
def test_an_address_that_is_not_plain_https_is_refused(names, settings, url):
    settings.WEBHOOK_HOSTS = []
    with pytest.raises(NotAllowed):
        judged(url)


@pytest.mark.parametrize("host", [f"{'a' * 64}.test", "two..dots.test"])
def test_a_name_that_nobody_can_look_up_is_refused(settings, host):
    settings.WEBHOOK_HOSTS = []
    with pytest.raises(NotAllowed):
        judged(f"https://{host}/")


def test_what_was_judged_is_what_is_called(names, settings):
    settings.WEBHOOK_HOSTS = []
    to = judged("https://public.test/told?by=us")
    assert (to.secure, to.host, to.port) == (True, "public.test", 443)
    assert (to.path, to.number) == ("/told?by=us", "8.8.8.8")
    assert judged("https://six.public.test/").number == "2606:4700::1111"
    written = judged("https://public.test/für uns/%20?q=[é]").path
    assert written == "/f%C3%BCr%20uns/%20?q=[%C3%A9]"


def test_what_cannot_be_sent_is_not_received(monkeypatch):
    to = Destination(False, "inside.test", 80, "/ü", "127.0.0.1")
    monkeypatch.setattr(posting, "judged", lambda _url: to)
    delivery = Delivery(webhook=Webhook(pk=1, url="http://inside.test/"), body="{}")
    with pytest.raises(NotReceived, match="UnicodeEncodeError"):
        posting.post(delivery)


def test_a_host_that_the_settings_name_may_be_inside(names, settings):
    settings.WEBHOOK_HOSTS = ["inside.test"]
    assert judged("http://inside.test:8080/").number == "10.1.2.3"


def test_the_page_shows_the_secret_once_and_the_log(client, receiver, db):
    client.force_login(a_statistician())
    sent = {"name": "nightly", "url": receiver(200).url}
    html = client.post("/webhooks/", sent)
    assert html.status_code == 201
    assert "whsec_" in html.content.decode()
    new_data()
    tell_webhooks()
    page = client.get("/webhooks/").content.decode()
    assert "whsec_" not in page
    assert "HTTP 200" in page
    refused = client.post("/webhooks/", {"name": "x", "url": "http://10.0.0.1/"})
    assert refused.status_code == 422
    webhook = Webhook.objects.get()
    client.post(f"/webhooks/{webhook.pk}/end")
    assert not Webhook.objects.exists()
