"""Who looked and who took out is sealed like what was changed; a superuser tampers."""

from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from outcomes.models import ExportLog
from registry.access.log import note
from registry.audit import sealing
from registry.audit.chain import logs
from registry.audit.sealing import head_of, seal, sealed_so_far
from registry.audit.verifying.findings import Kind
from registry.audit.verifying.made import as_made
from registry.audit.verifying.run import verify
from registry.intake.workbooks import filled_workbook
from registry.models import Access, AccessEvent, QueryEntry, Seal
from tests import builders
from tests.audit.conftest import unguarded
from tests.audit.test_tampering import kinds
from tests.conftest import renew_database
from tests.sealing import seal_all, settle

LOOKS, EXPORTS, WORKBOOKS, ENTRIES = (
    "registry_accessevent",
    "outcomes_exportlog",
    "registry_workbooklog",
    "registry_queryentry",
)
SECOND = f"(SELECT id FROM {LOOKS} ORDER BY id OFFSET 1 LIMIT 1)"


def an_export(user_id: int) -> ExportLog:
    return ExportLog.objects.create(
        user_id=user_id, dataset="adsl", kind="csv", pseudonymised=True, safe=True,
        columns=["AGE"], rows=3, size=90, sha256="0" * 64, data_version=1,
        code_version="0.1.0", query={"profile": "safe"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def heads(django_db_setup, django_db_blocker, tmp_path_factory):
    """A registry whose logs have two batches each under seal."""
    from django.conf import settings

    before, settings.AUDIT_HEADS = settings.AUDIT_HEADS, tmp_path_factory.mktemp("h")
    settings.AUDIT_HEADS /= "heads.jsonl"
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "LOGS_EVERY", timedelta(0))
        user, patient = builders.a_data_manager(), builders.a_patient()
        query = builders.a_query(patient)
        for _turn in range(2):
            for _look in range(3):
                about = {"patient_id": patient.pk, "centre_id": patient.centre_id}
                note(Access.LOOKED, user_id=user.pk, what="patient", **about)
            an_export(user.pk)
            filled_workbook(actor=user.actor(), forms=["diagnosis"])
            for said in ("which lot?", "lot 7"):
                QueryEntry.objects.create(
                    query=query, user=user, act="commented", said=said
                )
            seal_all()
        noted = [head_of(one) for one in Seal.objects.order_by("number")]
        as_made()
        connections.close_all()
        yield noted
        renew_database()
    settings.AUDIT_HEADS = before


def test_an_untouched_log_is_whole(superuser, heads):
    report = verify([superuser], heads)
    assert [str(one) for one in report.findings] == []
    # Three looks, an export, a workbook, that it was taken out, two entries; twice.
    assert (report.logged, report.logged_unsealed) == (16, 0)
    assert report.as_json()["logged"] == 16


ALTERED = {
    "whom somebody looked at": (
        f"UPDATE {LOOKS} SET patient_id = patient_id + 1 WHERE id = {SECOND}",
        LOOKS,
    ),
    "who looked": (f"UPDATE {LOOKS} SET user_id = NULL WHERE id = {SECOND}", LOOKS),
    "when somebody looked": (
        f"UPDATE {LOOKS} SET at = at + interval '1 second' WHERE id = {SECOND}",
        LOOKS,
    ),
    "from where": (f"UPDATE {LOOKS} SET address = '10.0.0.1'", LOOKS),
    "a look deleted": (f"DELETE FROM {LOOKS} WHERE id = {SECOND}", LOOKS),
    "all looks deleted": (f"DELETE FROM {LOOKS}", LOOKS),
    "a look put among the sealed ones": (
        f"INSERT INTO {LOOKS} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record("
        f"l, '{{\"id\": 999999}}')).* FROM {LOOKS} l WHERE id = {SECOND}",
        LOOKS,
    ),
    "two looks in another order": (
        f"UPDATE {LOOKS} SET id = -id WHERE id = {SECOND}",
        LOOKS,
    ),
    "a look out of the seals": (
        f"UPDATE {LOOKS} SET xid = xid + 1000000 WHERE id = {SECOND}",
        LOOKS,
    ),
    "what an export held": (f"UPDATE {EXPORTS} SET rows = 1 WHERE rows = 3", EXPORTS),
    "what was asked of an export": (f"UPDATE {EXPORTS} SET query = '{{}}'", EXPORTS),
    "an export deleted": (f"DELETE FROM {EXPORTS}", EXPORTS),
    "a workbook's digest": (f"UPDATE {WORKBOOKS} SET sha256 = 'x'", WORKBOOKS),
    "a workbook deleted": (f"DELETE FROM {WORKBOOKS}", WORKBOOKS),
    "what was said of a query": (
        f"UPDATE {ENTRIES} SET said = 'lot 8' WHERE said = 'lot 7'",
        ENTRIES,
    ),
    "who said it": (f"UPDATE {ENTRIES} SET user_id = NULL", ENTRIES),
    "what became of a query": (f"UPDATE {ENTRIES} SET act = 'closed'", ENTRIES),
    "what an act was due to": (
        f"UPDATE {ENTRIES} SET about = '{{\"record\": 2}}'",
        ENTRIES,
    ),
    "an entry deleted": (
        f"DELETE FROM {ENTRIES} WHERE id = (SELECT max(id) FROM {ENTRIES})",
        ENTRIES,
    ),
    "an entry put among the sealed ones": (
        f"INSERT INTO {ENTRIES} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record("
        f"e, '{{\"id\": 999999}}')).* FROM {ENTRIES} e ORDER BY id LIMIT 1",
        ENTRIES,
    ),
    "whose seal it is": (
        "UPDATE registry_seal SET stream = '' WHERE stream = 'accesses'",
        "registry_seal",
    ),
}


@pytest.mark.parametrize("name", ALTERED)
def test_what_was_altered_is_named(superuser, heads, name):
    statement, table = ALTERED[name]
    with unguarded(superuser, table):
        assert superuser.execute(statement).rowcount, "nothing was tampered with"
    report = verify([superuser], heads)
    assert Kind.CHAIN in kinds(report), [str(one) for one in report.findings]
    assert kinds(report) <= {Kind.CHAIN, Kind.LOGGED}
    if table != "registry_seal":
        assert any(table in one.says for one in report.findings)


def test_what_it_covers_is_said(superuser, heads):
    with unguarded(superuser, LOOKS):
        superuser.execute(f"UPDATE {LOOKS} SET user_id = NULL WHERE id = {SECOND}")
    (finding,) = verify([superuser], heads).findings
    assert set(finding.records) == {LOOKS}
    assert "covers 4 rows of registry_accessevent and finds them altered" in str(
        finding
    )


IN_NO_TURN = {
    "of a transaction to come": "(pg_control_system()).system_identifier, 4000000000",
    "of another cluster": "1, 5",
}


@pytest.mark.parametrize("name", IN_NO_TURN)
def test_a_row_that_no_seal_would_cover_is_named(superuser, heads, name):
    superuser.execute(
        f"INSERT INTO {LOOKS} (kind, what, cluster, xid)"
        f" VALUES ('looked', 'patient', {IN_NO_TURN[name]})"
    )
    (finding,) = verify([superuser], heads).findings
    assert finding.kind is Kind.LOGGED
    assert finding.count == 1


def test_rows_dated_back_are_named_once_they_are_sealed(superuser, heads):
    """Put in by somebody who lets the database number them: the seal takes them."""
    superuser.execute(f"""
        INSERT INTO {LOOKS} (kind, what, at, xid)
        SELECT 'looked', 'patient', now() - interval '30 days', max(to_xid)
        FROM registry_seal WHERE stream = 'accesses'""")
    superuser.execute("SELECT registry_seal_next_accesses(100)")
    found = verify([superuser], heads).findings
    assert {one.kind for one in found} == {Kind.LOGGED}
    assert {"dated back" in str(one) for one in found} == {True, False}


def test_an_end_cut_off_is_found_by_the_head_outside(superuser, heads):
    """The last seals are those of the last batch of each log."""
    tables = LOOKS, EXPORTS, WORKBOOKS, ENTRIES, "registry_seal"
    with unguarded(superuser, *tables):
        for log in logs():
            superuser.execute(
                f"DELETE FROM {log.table} WHERE xid >= (SELECT max(from_xid)"
                " FROM registry_seal WHERE stream = %s)",
                [log.name],
            )
        superuser.execute(
            "DELETE FROM registry_seal WHERE number > %s", [len(heads) - len(logs())]
        )
    found = verify([superuser], heads).findings
    assert {one.kind for one in found} == {Kind.HEAD}


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", [LOOKS, EXPORTS, WORKBOOKS, ENTRIES])
def test_the_application_may_do_neither(table, act):
    refused = pytest.raises(DatabaseError, match=r"permission denied|only grows")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))


@pytest.mark.django_db(transaction=True)
def test_looks_are_sealed_once_a_minute_and_changes_at_once(settings, tmp_path):
    settings.AUDIT_HEADS = tmp_path / "heads.jsonl"
    user = builders.a_data_manager()
    note(Access.SIGNED_IN, user_id=user.pk)
    seal_all()
    note(Access.SIGNED_OUT, user_id=user.pk)
    builders.a_centre("HEB")
    seal_all()
    sealed = Seal.objects.order_by("number").values_list("stream", "rows")
    assert [stream for stream, _rows in sealed] == ["", "accesses", ""]
    assert sealed_so_far().waiting == 0
    settle()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "LOGS_EVERY", timedelta(0))
        assert seal() == 1
    assert sum(
        Seal.objects.filter(stream="accesses").values_list("rows", flat=True)
    ) == (AccessEvent.objects.count())
