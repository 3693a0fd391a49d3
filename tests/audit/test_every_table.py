"""Every table is under the audit, or is written here with the reason why not."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from registry.audit.triggers import UNUSED_TABLES, audited_models, history_of
from registry.models import Change, HistoryColumns, Seal

pytestmark = pytest.mark.django_db

# Each with the reason why its rows need no history of their own.
EXEMPT = {
    # The trail itself, and logs: they only grow, which is tried below.
    "registry_change": "the change log",
    "registry_seal": "the seals of the change log",
    "registry_historycolumns": "how history tables looked; sealed with the change log",
    "registry_queryentry": "a log of what was said about a query",
    "registry_accessevent": "the log of who looked, took out, came in",
    "registry_workbooklog": "a log of workbooks taken out",
    "outcomes_exportlog": "a log of datasets taken out",
    # Data cuts are made once and never changed, which is tried below.
    "outcomes_datacut": "who asked for a cut, and why",
    "outcomes_cutmanifest": "what a cut holds",
    "outcomes_cutdataset": "a dataset of a cut",
    "outcomes_cutpart": "rows of a cut",
    "outcomes_cutstudy": "a study of a cut",
    "outcomes_exportjob": "files that a worker writes; each is in the log",
    "outcomes_delivery": "what was said to a webhook: version numbers",
    # Work that waits: rows come and go, and say nothing that the log does not.
    "registry_pending": "the work queue, filled by the change log's trigger",
    "registry_checkrun": "how far a run of the checks has come",
    "outcomes_cutwork": "how far the making of a cut has come",
    "outcomes_lease": "who works at which patient",
    "outcomes_stalecohort": "which cohorts are to be computed again",
    "registry_ratewindow": "how often a token asked within the minute",
    "registry_digest": "which e-mails were claimed for sending",
    # What follows from audited tables, and can be made again from them.
    "registry_identitykey": "search keys of the names in registry_patientidentity",
    "registry_followupclock": "when the next visit is due, from the case",
    "registry_scheduledvisit": "the visits of a case, from its day 0",
    "registry_begunform": "which forms are begun, from the forms",
    "registry_formtally": "how many forms there are, from the forms",
    "registry_centrecount": "what the patients of a centre count, from their clocks",
    "outcomes_analysissubject": "derived from the case",
    "outcomes_analysisoutcome": "derived from the case",
    "outcomes_analysispatient": "derived from the case",
    "outcomes_tally": "counted from analysis rows, and again whenever asked",
    "outcomes_snapshot": "computed from analysis rows, with data and code version",
    "outcomes_lookback": "results of a past day, kept for a while",
    # Before it is data, or after it was taken in.
    "registry_draft": "what somebody typed and has not saved",
    "registry_importbatch": "a file brought in; what it changed is in the change log",
    "registry_importproblem": "what was wrong with a file brought in",
    "registry_importedpatient": "what a file brought in did to each patient",
    "registry_unitchoice": "the unit that somebody types a field in",
    # Signing in, and Django's own.
    "django_session": "who is signed in; signing in is in the access log",
    "axes_accessattempt": "wrong passwords of late; kept in the access log",
    "axes_accessattemptexpiration": "until when somebody is locked out",
    "axes_accessfailurelog": "unused: settings leave it off",
    "axes_accesslog": "signing in, as axes counts it",
    "django_admin_log": "a log of the admin site; every change is in the change log",
    "django_content_type": "names of the models, made by migrate",
    "auth_permission": "names of Django's permissions, made by migrate",
    "django_migrations": "which migrations ran",
    # Rights that are not given this way: the database refuses a row.
    **dict.fromkeys(UNUSED_TABLES, "kept empty by a trigger"),
}


def tables() -> set[str]:
    """Return every table that is there, histories aside."""
    histories = {history_of(model)._meta.db_table for model in audited_models()}
    return set(connection.introspection.table_names()) - histories


def test_every_table_is_audited_or_exempt_with_a_reason():
    audited = {model._meta.db_table for model in audited_models()}
    forgotten = tables() - audited - EXEMPT.keys()
    assert not forgotten, f"give them a history, or a reason here: {forgotten}"
    assert not EXEMPT.keys() & audited, "audited and exempt at once"
    assert not EXEMPT.keys() - tables(), "exempt and not there any more"


def test_every_model_has_a_table_that_the_list_knows():
    models = {model._meta.db_table for model in apps.get_models()}
    histories = {history_of(model)._meta.db_table for model in audited_models()}
    assert models - histories <= tables()


def test_nothing_that_only_grows_can_be_rewritten_by_the_application():
    grows = [
        *(m for m in apps.get_models() if getattr(m, "append_only", False)),
        *(history_of(model) for model in audited_models()),
    ]
    assert {Change, Seal, HistoryColumns} <= set(grows)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t, p FROM unnest(%s::text[]) AS t,"
            " unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS p"
            " WHERE has_table_privilege(current_user, t, p)",
            [[model._meta.db_table for model in grows]],
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("table", UNUSED_TABLES)
def test_rights_are_given_by_no_other_way_than_roles(table):
    columns = {"auth_group": "(name) VALUES ('all')"}
    rows = columns.get(table, "DEFAULT VALUES")
    with (
        pytest.raises(DatabaseError, match="gives no rights here"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT INTO {table} {rows}")
