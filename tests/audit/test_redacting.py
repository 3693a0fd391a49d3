"""A name typed into a free text is taken out of the history, and that is logged."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from registry.audit.redacting import TOMBSTONE, Redaction, redact
from registry.audit.verifying.run import verify
from registry.audit.verifying.snapshot import one_moment
from registry.models import Change, Diagnosis
from tests import builders
from tests.conftest import ROOT
from tests.sealing import seal_all
from tests.settings import DATABASE_NAME, OWNER, POSTGRES

pytestmark = pytest.mark.django_db(transaction=True)
TEXT, HISTORY = "46,XX; ask Dr Nobody", "registry_historicaldiagnosis"


@pytest.fixture
def record(settings, tmp_path) -> Diagnosis:
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    record = builders.a_record("diagnosis", karyotype_text=TEXT)
    Diagnosis.objects.filter(pk=record.pk).update(karyotype_text="46,XX")
    seal_all()
    return record


def redacted(asked: Redaction) -> int:
    with psycopg.connect(POSTGRES.url(OWNER, DATABASE_NAME)) as owner:
        return redact(owner.cursor(), asked)


def asked_for(record: Diagnosis) -> Redaction:
    actor = builders.a_centre_administrator().pk
    return Redaction(Diagnosis, record.pk, "karyotype_text", actor, "a name")


def test_the_text_is_gone_the_trail_is_whole_and_it_is_logged(record):
    asked = asked_for(record)
    assert redacted(asked) == 1
    seal_all()
    texts = [row.karyotype_text for row in record.history.order_by("history_id")]
    assert texts == [TOMBSTONE, "46,XX"]
    logged = Change.objects.get(table=HISTORY)
    assert (logged.record_id, logged.patient_id) == (record.pk, record.patient_id)
    assert (logged.actor_id, logged.session_role) == (asked.actor, "dayzero_owner")
    assert logged.reason == "karyotype_text: a name"
    with one_moment(1) as opened:
        report = verify(opened, None)
    assert report.whole, [str(one) for one in report.findings]
    assert redacted(asked) == 0


def test_a_redaction_that_was_not_logged_is_tampering(record):
    with POSTGRES.superuser(DATABASE_NAME) as other:
        other.execute(f"ALTER TABLE {HISTORY} DISABLE TRIGGER append_only")
        other.execute(f"UPDATE {HISTORY} SET karyotype_text = '{TOMBSTONE}'")
        other.execute(f"ALTER TABLE {HISTORY} ENABLE ALWAYS TRIGGER append_only")
    with one_moment(1) as opened:
        assert not verify(opened, None).whole


def test_the_application_cannot_redact(record):
    with (
        pytest.raises(Exception, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        redact(cursor.cursor, asked_for(record))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere", "1", "x"], "nowhere"),
        (["diagnosis", "1", "disease"], "no free text"),
        (["diagnosis", "1", "nothing"], "nothing"),
        (["diagnosis", "1", "karyotype_text", "--reason", " "], "a reason"),
    ],
)
def test_what_cannot_be_redacted_is_said(words, says):
    user = builders.an_admin(name="chief")
    given = [*words, "--user", user.username]
    given += [] if "--reason" in words else ["--reason", "a name"]
    with pytest.raises(CommandError, match=says):
        call_command("redact", *given)


def test_the_command_runs_as_the_owner(record):
    builders.an_admin(name="chief")
    words = ["redact", "diagnosis", str(record.pk), "karyotype_text"]
    done = subprocess.run(
        [sys.executable, "manage.py", *words, "--user", "chief", "--reason", "a name"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_OWNER_URL": POSTGRES.url(OWNER, DATABASE_NAME),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "1 rows of the history were redacted.\n", done.stderr
    assert record.history.filter(karyotype_text=TOMBSTONE).count() == 1
