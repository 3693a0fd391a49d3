"""Changes are sealed within seconds, each once, whoever else is writing."""

import json
import resource
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from outcomes.running.metrics import as_text
from outcomes.running.state import running
from registry.access.reach import everywhere
from registry.audit.heads import Head, Noted, UnreadableHeads, last_noted, note
from registry.audit.sealing import mail_head, not_noted, seal, sealed_so_far
from registry.models import Change, Patient, Seal
from tests import builders
from tests.sealing import seal_all
from tests.settings import DATABASE_NAME, POSTGRES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def heads(settings, tmp_path) -> Path:
    """A file of heads for each test."""
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    return settings.AUDIT_HEADS


def covered() -> int:
    return sum(Seal.objects.values_list("rows", flat=True))


def test_what_was_changed_is_sealed_once():
    builders.a_patient()
    assert sealed_so_far().waiting == Change.objects.count() > 0
    assert seal_all() == 1
    assert seal_all() == 0
    first = Seal.objects.get()
    assert (first.number, first.rows) == (1, Change.objects.count())
    so_far = sealed_so_far()
    assert (so_far.waiting, so_far.waits_since) == (0, None)
    assert so_far.head == Head(1, bytes(first.hash).hex())


def test_each_seal_hangs_on_the_one_before():
    patient = builders.a_patient()
    seal_all()
    Patient.objects.filter(pk=patient.pk).update(sex="F")
    seal_all()
    one, two = Seal.objects.order_by("number")
    assert bytes(two.previous) == bytes(one.hash)
    assert two.from_xid == one.to_xid
    assert covered() == Change.objects.count()


def test_no_change_is_sealed_while_an_older_transaction_may_still_add_to_it():
    patient = builders.a_patient()
    seal_all()
    with POSTGRES.superuser(DATABASE_NAME) as other, other.transaction():
        other.execute(
            "UPDATE registry_patient SET sex = 'M' WHERE id = %s", [patient.pk]
        )
        builders.a_centre("HEB")
        assert seal() == 0
        assert sealed_so_far().waiting == 1
    assert seal_all() == 1
    assert covered() == Change.objects.count()


def test_four_writers_and_two_sealers_leave_nothing_out():
    patients = [builders.a_patient() for _ in range(4)]
    seal_all()
    before = Change.objects.count()
    stop = threading.Event()

    @everywhere()
    def write(patient: Patient) -> None:
        for turn in range(30):
            with transaction.atomic():
                Patient.objects.filter(pk=patient.pk).update(weight_kg=50 + turn)
                Patient.objects.filter(pk=patient.pk).update(height_cm=150 + turn)
        connection.close()

    @everywhere()
    def keep_sealing() -> None:
        while not stop.is_set():
            seal()
        connection.close()

    writers = [threading.Thread(target=write, args=[one]) for one in patients]
    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    for thread in writers + sealers:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    seal_all()
    assert covered() == Change.objects.count() == before + 4 * 60
    numbers = list(Seal.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 1


def test_a_large_transaction_is_one_seal_and_small_ones_are_cut(monkeypatch):
    monkeypatch.setattr("registry.audit.sealing.ROWS_AT_MOST", 3)
    with transaction.atomic():
        centre = builders.a_centre()
        for _ in range(5):
            builders.a_patient(centre=centre)
    for patient in Patient.objects.all():
        Patient.objects.filter(pk=patient.pk).update(sex="F")
    seal_all()
    rows = list(Seal.objects.order_by("number").values_list("rows", flat=True))
    assert rows == [6, 3, 2]


def test_what_came_with_a_backup_of_another_cluster_is_sealed_first():
    builders.a_patient()
    with POSTGRES.superuser(DATABASE_NAME) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("ALTER TABLE registry_change DISABLE TRIGGER append_only")
        owner.execute("UPDATE registry_change SET cluster = 7, xid = xid + 1000000")
        owner.execute("ALTER TABLE registry_change ENABLE ALWAYS TRIGGER append_only")
    builders.a_centre("HEB")
    assert sealed_so_far().waiting == Change.objects.count()
    assert seal_all() == 2
    assert Seal.objects.order_by("number").first().cluster == 7
    assert covered() == Change.objects.count()
    assert sealed_so_far().waiting == 0


def test_the_application_cannot_write_a_seal():
    builders.a_patient()
    seal_all()
    for statement in (
        "INSERT INTO registry_seal SELECT * FROM registry_seal",
        "UPDATE registry_seal SET rows = 0",
        "DELETE FROM registry_seal",
        "TRUNCATE registry_seal",
        "INSERT INTO registry_historycolumns SELECT * FROM registry_historycolumns",
    ):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_head_is_noted_outside_once(heads):
    builders.a_patient()
    seal_all()
    seal_all()
    (line,) = heads.read_text().splitlines()
    newest = Seal.objects.get()
    assert json.loads(line)["hash"] == bytes(newest.hash).hex()
    assert heads.stat().st_mode & 0o077 == 0


def test_a_head_that_was_not_noted_when_its_process_was_killed_is_noted_next(heads):
    builders.a_patient()
    seal_all()
    heads.unlink()
    assert not_noted(heads)[0] == 1
    assert seal_all() == 0
    assert not_noted(heads) == (0, None)
    assert [head.number for head in Noted(heads)] == [1]


def test_a_line_that_is_no_head_is_named(tmp_path):
    path = tmp_path / "heads"
    note(path, Head(1, "ab" * 32), "now")
    path.write_text(path.read_text() + "spoilt\n")
    with pytest.raises(UnreadableHeads, match="line 2"):
        Noted(path)
    with pytest.raises(ValueError, match="number of a seal"):
        Head.of("12")


def test_half_a_line_on_a_full_disk_stops_neither_notes_nor_verification(heads):
    """The limit on a file's size is a full disk that this process alone meets."""
    builders.a_patient()
    seal_all()
    (whole,) = heads.read_text().splitlines()
    builders.a_patient("HEB")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 20, hard))
    try:
        with pytest.raises(OSError, match="noted in half"):
            seal_all()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not_noted(heads) == (1, Seal.objects.latest("number").sealed_at)
    waiting = b'dayzero_queue_waiting{queue="heads"}'
    assert waiting + b" 1.0" in as_text(running())
    seal_all()
    assert waiting + b" 0.0" in as_text(running())
    first, torn, last = heads.read_text().splitlines()
    assert (first, torn) == (whole, last[: len(torn)])
    assert [head.number for head in Noted(heads)] == [1, 2]
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert "Line 2 of the noted heads was written in half" in said.getvalue()
    assert "2 heads noted outside agree" in said.getvalue()


def test_a_head_is_noted_whatever_stands_before_it(tmp_path):
    path = tmp_path / "heads"
    path.write_text("spoilt\n")
    note(path, Head(1, "ab" * 32), "now")
    assert not note(path, Head(1, "ab" * 32), "later")
    assert last_noted(path) == Head(1, "ab" * 32)


def test_the_head_is_mailed_where_the_settings_say(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.AUDIT_MAIL_TO = ["inspector@example.org"]
    assert mail_head() == 0
    builders.a_patient()
    seal_all()
    assert mail_head() == 1
    assert sealed_so_far().head is not None
    assert str(sealed_so_far().head) in mail.outbox[0].body
