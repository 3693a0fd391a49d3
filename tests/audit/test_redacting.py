"""A name typed into a free text is taken out of the history, and that is logged."""

import json
import os
import re
import subprocess
import sys

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from registry.audit.redacting import TOMBSTONE, Redaction, redact
from registry.audit.redacting_words import redact_words
from registry.audit.verifying.run import verify
from registry.audit.verifying.snapshot import one_moment
from registry.models import Change, DataQuery, Diagnosis, QueryEntry
from registry.queries.cases import variables_by_form
from registry.queries.judged import answers_at
from registry.queries.kept_words import is_same
from registry.queries.trail_rows import rows_in_words
from registry.services.queries import answer_query, open_query
from registry.variables.spec import Kind
from tests import builders
from tests.audit.conftest import unguarded
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


def redacted(asked: Redaction, how=redact) -> int:
    with psycopg.connect(POSTGRES.url(OWNER, DATABASE_NAME)) as owner:
        return how(owner.cursor(), asked)


def is_whole() -> bool:
    with one_moment(1) as opened:
        return verify(opened, None).whole


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
    assert is_whole()
    assert redacted(asked) == 0


def test_a_redaction_that_was_not_logged_is_tampering(record):
    with POSTGRES.superuser(DATABASE_NAME) as other:
        other.execute(f"ALTER TABLE {HISTORY} DISABLE TRIGGER append_only")
        other.execute(f"UPDATE {HISTORY} SET karyotype_text = '{TOMBSTONE}'")
        other.execute(f"ALTER TABLE {HISTORY} ENABLE ALWAYS TRIGGER append_only")
    assert not is_whole()


# ---- What people said: in a query, and why they did something

NAME = "Nobody, Anna"


@pytest.fixture
def query(settings, tmp_path) -> DataQuery:
    """A question and an answer that both name somebody, under seal."""
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    patient, monitor = builders.a_patient(), builders.a_monitor()
    asks = f" Is it the weight of {NAME}?"
    query = open_query(
        patient_id=patient.pk, form="patient", asks=asks, actor=monitor.actor()
    )
    manager = builders.a_data_manager(name="m").actor()
    answer_query(query_id=query.pk, said=f"Yes, {NAME}", actor=manager)
    answer_query(query_id=query.pk, said="Yes", actor=manager)
    seal_all()
    return query


def everything_said() -> str:
    """Return every row of the query and of what is logged of it."""
    tables = ("dataquery", "historicaldataquery", "queryentry", "change")
    with POSTGRES.superuser(DATABASE_NAME) as server:
        return "".join(
            str(server.execute(f"SELECT t::text FROM registry_{one} AS t").fetchall())
            for one in tables
        )


def test_a_name_in_a_query_goes_from_it_and_from_the_reasons(query):
    by = builders.a_centre_administrator().pk
    entry = query.entries.get(said__contains=NAME)
    # An entry and its reason; a reason and three states; the one more that this made.
    for model, key, field, rows in (
        (QueryEntry, entry.pk, "said", 2),
        (DataQuery, query.pk, "says_en", 4),
        (DataQuery, query.pk, "says_zh", 4),
    ):
        asked = Redaction(model, key, field, by, "a name")
        assert redacted(asked, redact_words) == rows
        assert is_whole()  # before it is sealed, and below after
    assert NAME not in everything_said()
    seal_all()
    assert is_whole()
    assert list(query.entries.values_list("said", flat=True)) == [TOMBSTONE, "Yes"]
    logged = Change.objects.get(table="registry_queryentry")
    assert (logged.record_id, logged.patient_id) == (entry.pk, query.patient_id)
    assert (logged.actor_id, logged.reason) == (by, "said: a name")
    assert [one.redacted for one in rows_in_words([logged])] == [True]
    asked = Redaction(QueryEntry, entry.pk, "said", by, "a name")
    assert redacted(asked, redact_words) == 0


def test_words_that_a_query_kept_once_go_from_it_and_its_history(query):
    DataQuery.objects.filter(pk=query.pk).update(value={"consent_version": NAME})
    seal_all()
    by = builders.a_centre_administrator().pk
    asked = Redaction(DataQuery, query.pk, "value", by, "a name")
    assert found_as_documented() == [("dataquery", query.pk, "consent_version")]
    assert redacted(asked, redact_words) == query.history.count() - 1
    seal_all()
    assert is_whole()
    query.refresh_from_db()
    patient = {"id": query.patient_id, "consent_version": NAME}
    stands = answers_at("patient", patient, ["consent_version"])
    assert is_same(query.value, stands)
    values = "SELECT DISTINCT value::text FROM registry_historicaldataquery"
    with POSTGRES.superuser(DATABASE_NAME) as server:
        kept = {value for (value,) in server.execute(values).fetchall()}
    assert kept == {json.dumps({"redacted": TOMBSTONE}), json.dumps(query.value)}
    assert not found_as_documented()
    assert redacted(asked, redact_words) == 0


def found_as_documented() -> list[tuple]:
    """Return what the documentation's statement finds; it names every free text."""
    told = (ROOT / "docs" / "operations.md").read_text()
    statement = told[told.index("WITH kept AS") :].partition(";")[0]
    free = {
        name
        for form in variables_by_form().values()
        for name, variable in form.items()
        if variable.kind is Kind.TEXT
    }
    assert free == set(re.findall(r"'(\w+)'", statement.partition(" IN (")[2]))
    with POSTGRES.superuser(DATABASE_NAME) as server:
        return server.execute(statement).fetchall()


def test_a_reason_goes_from_all_of_its_act(query):
    change = Change.objects.get(reason=f"Yes, {NAME}")
    asked = Redaction(Change, change.pk, "reason", builders.an_admin().pk, "a name")
    assert redacted(asked, redact_words) == 1
    seal_all()
    assert is_whole()
    change.refresh_from_db()
    assert change.reason == TOMBSTONE
    assert query.history.filter(history_change_reason=TOMBSTONE).count() == 1
    assert query.entries.filter(said__contains=NAME).count() == 1


@pytest.mark.parametrize(
    ("table", "column"),
    [("registry_queryentry", "said"), ("registry_change", "reason")],
)
def test_words_that_went_otherwise_are_tampering(query, table, column):
    """Whether a tombstone stands there, or other words where a redaction was logged."""
    entry = query.entries.get(said__contains=NAME)
    by = builders.a_centre_administrator().pk

    def say(words: str) -> None:
        with POSTGRES.superuser(DATABASE_NAME) as server, unguarded(server, table):
            set_words = f"UPDATE {table} SET {column} = '{words}' WHERE {column} = %s"
            server.execute(set_words, [said])

    said = f"Yes, {NAME}"
    say(TOMBSTONE)
    assert not is_whole()
    said = TOMBSTONE
    say(f"Yes, {NAME}")
    assert is_whole()
    redacted(Redaction(QueryEntry, entry.pk, "said", by, "a name"), redact_words)
    say("Yes, another")
    assert not is_whole()


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
        (["diagnosis", "1", "genes"], "no free text"),
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
