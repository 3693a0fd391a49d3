"""A sealed registry, in which a superuser may do what they like and take it back."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections

from registry.audit.context import acting
from registry.audit.heads import Head
from registry.audit.sealing import head_of
from registry.audit.verifying.made import as_made
from registry.models import Patient, Seal
from tests import builders
from tests.conftest import renew_database
from tests.sealing import seal_all
from tests.settings import DATABASE_NAME, POSTGRES


@pytest.fixture(scope="module")
def heads(
    django_db_setup: None, django_db_blocker, tmp_path_factory
) -> Iterator[list[Head]]:
    """A registry with several seals, and the heads that were noted of it."""
    from django.conf import settings

    noted, before = [], settings.AUDIT_HEADS
    settings.AUDIT_HEADS = tmp_path_factory.mktemp("heads") / "heads.jsonl"
    with django_db_blocker.unblock():
        actor = builders.a_data_manager().actor()
        patient = builders.a_treated_patient()
        record = builders.a_record("crs_episode", patient)
        seal_all()
        for sex, reason in (("M", "first"), ("F", "second"), ("M", "third")):
            with acting(actor, reason):
                Patient.objects.filter(pk=patient.pk).update(sex=sex)
                type(record).objects.filter(pk=record.pk).update(steroids="yes")
            seal_all()
        noted = [head_of(one) for one in Seal.objects.order_by("number")]
        # The database's own words for each guard, before its tables are locked.
        as_made()
        connections.close_all()
        yield noted
        renew_database()
    settings.AUDIT_HEADS = before


@pytest.fixture
def superuser(heads: list[Head]) -> Iterator[psycopg.Connection]:
    """A superuser whose acts are taken back at the end."""
    with POSTGRES.superuser(DATABASE_NAME) as connection:
        connection.execute("BEGIN")
        yield connection
        connection.execute("ROLLBACK")


@contextmanager
def unguarded(connection: psycopg.Connection, *tables: str) -> Iterator[None]:
    """Switch the triggers of ``tables`` off, and on again as if nothing had been."""
    for table in tables:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    yield
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        named = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass"
        own = connection.execute(f"{named} AND NOT tgisinternal", [table])
        for (name,) in own.fetchall():
            connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
