"""A release adds, renames and drops a column; old digests are counted again."""

from registry.audit.columns import keep_columns
from registry.audit.triggers import audited_models, history_of
from registry.audit.verifying.findings import Kind
from registry.audit.verifying.run import verify
from tests.audit.conftest import unguarded

TABLE, HISTORY = "registry_crsepisode", "registry_historicalcrsepisode"
HISTORIES = [history_of(model)._meta.db_table for model in audited_models()]


def released(connection, what: str) -> None:
    """Change the table and its history as a migration would."""
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in (TABLE, HISTORY):
        connection.execute(f"ALTER TABLE {table} {what}")
    keep_columns(connection.cursor(), HISTORIES)


def edited(connection) -> None:
    connection.execute(f"UPDATE {TABLE} SET course_no = course_no + 1")


def test_a_column_with_a_default_alters_nothing_that_was_said(superuser, heads):
    released(superuser, "ADD COLUMN fresh integer NOT NULL DEFAULT 1")
    edited(superuser)
    report = verify([superuser], heads)
    assert report.whole, [str(one) for one in report.findings]
    assert report.not_countable == 0


def test_a_renamed_column_is_known_by_its_old_name(superuser, heads):
    released(superuser, "ADD COLUMN fresh integer NOT NULL DEFAULT 1")
    edited(superuser)
    released(superuser, "RENAME COLUMN fresh TO fresher")
    edited(superuser)
    assert verify([superuser], heads).whole


def test_without_the_list_a_release_would_look_like_tampering(superuser, heads):
    for table in (TABLE, HISTORY):
        superuser.execute(f"ALTER TABLE {table} ADD COLUMN fresh integer DEFAULT 1")
    found = {one.kind for one in verify([superuser], heads).findings}
    assert found == {Kind.HISTORY_CHANGED}


def test_tampering_shows_through_a_release(superuser, heads):
    with unguarded(superuser, HISTORY):
        superuser.execute(f"UPDATE {HISTORY} SET steroids = 'no' WHERE version = 2")
    released(superuser, "ADD COLUMN fresh integer NOT NULL DEFAULT 1")
    found = {one.kind for one in verify([superuser], heads).findings}
    assert found == {Kind.HISTORY_CHANGED}


def test_rows_that_lost_a_column_are_counted_and_not_vouched_for(superuser, heads):
    released(superuser, "ADD COLUMN fresh integer NOT NULL DEFAULT 1")
    edited(superuser)
    released(superuser, "DROP COLUMN fresh")
    report = verify([superuser], heads)
    assert report.whole
    assert report.not_countable == 5


def test_keeping_the_columns_again_keeps_nothing_new(superuser):
    count = "SELECT count(*) FROM registry_historycolumns"
    before = superuser.execute(count).fetchone()
    keep_columns(superuser.cursor(), HISTORIES)
    assert superuser.execute(count).fetchone() == before
