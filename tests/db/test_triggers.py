"""Triggers are attached after every migration, and attaching again changes nothing."""

from collections.abc import Iterator

import dj_database_url
import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from registry.audit.triggers import attach, audited_models, history_of, patient_column
from registry.models import Centre, CRSEpisode, Patient
from tests.settings import DATABASE_NAME, OWNER, POSTGRES

TRIGGERS = """
SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger
WHERE NOT tgisinternal ORDER BY 1, 2
"""


@pytest.fixture
def owner(committed_db: None, monkeypatch) -> Iterator[DatabaseWrapper]:
    """A connection as the owner, who runs migrations."""
    parsed = dj_database_url.parse(POSTGRES.url(OWNER, DATABASE_NAME))
    as_owner = DatabaseWrapper({**connection.settings_dict, **parsed}, "default")
    monkeypatch.setattr("registry.audit.triggers.connections", {"owner": as_owner})
    yield as_owner
    as_owner.close()


def triggers() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        return list(cursor.fetchall())


def test_attaching_again_changes_nothing(owner):
    before = triggers()
    attach(using="owner")
    assert triggers() == before


def test_a_trigger_that_was_lost_comes_back(owner):
    before = triggers()
    with owner.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_update ON registry_patient")
        cursor.execute("ALTER TABLE registry_crsepisode DISABLE TRIGGER audit_insert")
    assert triggers() != before
    attach(using="owner")
    assert triggers() == before


def test_a_row_is_logged_with_the_patient_it_belongs_to():
    columns = [patient_column(model) for model in (Patient, CRSEpisode, Centre)]
    assert columns == ["id", "patient_id", ""]


def test_every_audited_model_has_a_history_of_its_own():
    histories = [history_of(model) for model in audited_models()]
    assert len(histories) == len(set(histories)) > 20
