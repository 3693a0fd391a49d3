"""A superuser tampers; the verification names it. One test for each kind."""

import psycopg
import pytest

from registry.audit.heads import Head
from registry.audit.verifying import guards, made
from registry.audit.verifying.findings import Kind, Report
from registry.audit.verifying.run import verify
from tests.audit.conftest import unguarded
from tests.settings import DATABASE_NAME

CHANGE, HISTORY, PATIENT = (
    "registry_change",
    "registry_historicalpatient",
    "registry_patient",
)
FIRST = "(SELECT min(id) FROM registry_patient)"
SECOND_EDIT = (
    "(SELECT history_id FROM registry_historicalpatient"
    " WHERE history_change_reason = 'second')"
)
SECOND_CHANGE = (
    "(SELECT min(id) FROM registry_change"
    " WHERE reason = 'second' AND \"table\" = 'registry_patient')"
)


def kinds(report: Report) -> set[Kind]:
    return {one.kind for one in report.findings}


def tampered(
    connection: psycopg.Connection, heads: list[Head], statement: str, *tables: str
) -> Report:
    with unguarded(connection, *tables):
        done = connection.execute(statement)
        assert done.rowcount, "nothing was tampered with"
    return verify([connection], heads)


def test_an_untouched_trail_is_whole(superuser, heads):
    report = verify([superuser], heads)
    assert [str(one) for one in report.findings] == []
    assert report.whole
    assert (report.seals, report.unsealed, report.noted_outside) == (4, 0, 4)
    assert report.head == str(heads[-1])


ROWS = {
    "a value of a history row": (
        f"UPDATE {HISTORY} SET sex = 'F' WHERE history_change_reason = 'first'",
        [HISTORY],
        {Kind.HISTORY_CHANGED},
    ),
    "a history row dated anew": (
        f"UPDATE {HISTORY} SET history_date = history_date - interval '1 day'"
        f" WHERE history_id = {SECOND_EDIT}",
        [HISTORY],
        {Kind.CHANGE},
    ),
    "the author of a history row": (
        f"UPDATE {HISTORY} SET history_user_id = NULL WHERE history_id = {SECOND_EDIT}",
        [HISTORY],
        {Kind.CHANGE},
    ),
    "a history row deleted": (
        f"DELETE FROM {HISTORY} WHERE history_id = {SECOND_EDIT}",
        [HISTORY],
        {Kind.HISTORY_GONE},
    ),
    "a history row inserted": (
        f"INSERT INTO {HISTORY} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record("
        f"h, '{{\"history_id\": -5}}')).* FROM {HISTORY} h"
        f" WHERE history_id = {SECOND_EDIT}",
        [HISTORY],
        {Kind.HISTORY_ADDED},
    ),
    "two history rows in another order": (
        f"UPDATE {HISTORY} SET history_id = CASE history_id WHEN {SECOND_EDIT}"
        f" THEN -1 ELSE history_id END WHERE history_id = {SECOND_EDIT}",
        [HISTORY],
        {Kind.HISTORY_GONE, Kind.HISTORY_ADDED},
    ),
    "a record behind the history": (
        f"UPDATE {PATIENT} SET birth_date = birth_date - 1 WHERE id = {FIRST}",
        [PATIENT],
        {Kind.RECORD},
    ),
    "a record removed behind the history": (
        "DELETE FROM registry_crsepisode",
        ["registry_crsepisode"],
        {Kind.RECORD},
    ),
    "a record added behind the history": (
        "INSERT INTO registry_centre (code, name, country, time_zone)"
        " VALUES ('XX', '', '', 'UTC')",
        ["registry_centre"],
        {Kind.RECORD},
    ),
    "the reason of a change": (
        f"UPDATE {CHANGE} SET reason = 'other' WHERE id = {SECOND_CHANGE}",
        [CHANGE],
        {Kind.CHAIN, Kind.CHANGE},
    ),
    "a change dated anew": (
        f"UPDATE {CHANGE} SET at = at + interval '1 hour' WHERE id = {SECOND_CHANGE}",
        [CHANGE],
        {Kind.CHAIN, Kind.CHANGE},
    ),
    "a change deleted": (
        f"DELETE FROM {CHANGE} WHERE id = {SECOND_CHANGE}",
        [CHANGE],
        {Kind.CHAIN, Kind.HISTORY_ADDED},
    ),
    "a change inserted into a sealed stretch": (
        f"INSERT INTO {CHANGE} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record("
        f"c, '{{\"id\": 999999}}')).* FROM {CHANGE} c WHERE id = {SECOND_CHANGE}",
        [CHANGE],
        {Kind.CHAIN},
    ),
    "two changes in another order": (
        f"UPDATE {CHANGE} SET id = -id WHERE id = {SECOND_CHANGE}",
        [CHANGE],
        {Kind.CHAIN},
    ),
    "history and its change forged together": (
        f"WITH h AS (UPDATE {HISTORY} h SET sex = 'F' WHERE history_change_reason ="
        f" 'first' RETURNING *) UPDATE {CHANGE} c SET digest = sha256(convert_to("
        "jsonb_strip_nulls(to_jsonb(h))::text, 'UTF8')) FROM h"
        f" WHERE c.history_id = h.history_id AND c.\"table\" = '{PATIENT}'",
        [CHANGE, HISTORY],
        {Kind.CHAIN},
    ),
    "a seal altered": (
        "UPDATE registry_seal SET rows = rows + 1 WHERE number = 2",
        ["registry_seal"],
        {Kind.CHAIN},
    ),
    "a seal taken out": (
        "DELETE FROM registry_seal WHERE number = 2",
        ["registry_seal"],
        {Kind.CHAIN, Kind.HEAD},
    ),
    "what the history tables looked like": (
        "UPDATE registry_historycolumns SET since = since + 1",
        ["registry_historycolumns"],
        {Kind.COLUMNS},
    ),
}


# A change as the trigger would have written it, told of years ago: the record, its
# history and its change agree, and the number is one that the next seal covers.
FORGED = f"""
WITH record AS (
  UPDATE {PATIENT} SET sex = 'F', version = version + 1 WHERE id = {FIRST}
), kept AS (
  INSERT INTO {HISTORY} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(h,
    jsonb_build_object('sex', 'F', 'history_id', history_id + 1000, 'version',
      version + 1, 'history_date', '2019-03-01T10:00:00Z'))).*
  FROM {HISTORY} AS h WHERE id = {FIRST} ORDER BY history_id DESC LIMIT 1
  RETURNING *
)
INSERT INTO {CHANGE} (cluster, xid, "table", record_id, patient_id, operation,
  history_id, actor_id, reason, session_role, at, digest)
SELECT (SELECT system_identifier FROM pg_control_system()), {{xid}}, '{PATIENT}',
  id, id, '~', history_id, history_user_id, history_change_reason, 'dayzero_app',
  history_date, sha256(convert_to(jsonb_strip_nulls(to_jsonb(kept))::text, 'UTF8'))
FROM kept
"""
NEXT = "(SELECT max(to_xid) FROM registry_seal)"
FORGERIES = {
    "dated back, not sealed yet": (NEXT, 0, "dated before others"),
    "dated back, under the next seal": (NEXT, 1, "are dated back"),
    "of a transaction to come": ("9000000000000", 0, "out of every seal's reach"),
    "of no transaction": ("-1", 0, "out of every seal's reach"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_change_forged_with_all_that_belongs_to_it_is_named(superuser, heads, name):
    xid, seals, says = FORGERIES[name]
    with unguarded(superuser, CHANGE, HISTORY, PATIENT):
        superuser.execute(FORGED.format(xid=xid))
    for _ in range(seals):
        superuser.execute("SELECT registry_seal_next(100)")
    report = verify([superuser], heads)
    assert kinds(report) == {Kind.LOGGED}, [str(one) for one in report.findings]
    assert any(says in one.says for one in report.findings)
    assert report.seals == len(heads) + seals


@pytest.mark.parametrize("name", ROWS)
def test_what_was_altered_is_named(superuser, heads, name):
    statement, tables, expected = ROWS[name]
    report = tampered(superuser, heads, statement, *tables)
    assert kinds(report) == expected, [str(one) for one in report.findings]


def test_the_first_broken_link_says_what_it_covers(superuser, heads):
    statement = f"UPDATE {CHANGE} SET reason = 'x' WHERE reason IN ('second', 'third')"
    report = tampered(superuser, heads, statement, CHANGE)
    first = report.first_broken
    assert first is not None
    assert first.seal == 3
    assert first.count == 2
    assert set(first.records) == {"registry_patient", "registry_crsepisode"}
    assert first.since is not None
    assert first.until is not None
    assert first.since <= first.until
    assert report.as_json()["first_broken"]["seal"] == 3
    assert "Covers registry_crsepisode" in str(first)


def test_an_end_cut_off_with_its_changes_is_found_by_the_head_outside(superuser, heads):
    cut = [
        f"DELETE FROM {CHANGE} WHERE reason = 'third'",
        f"DELETE FROM {HISTORY} WHERE history_change_reason = 'third'",
        "DELETE FROM registry_historicalcrsepisode"
        " WHERE history_change_reason = 'third'",
        f"UPDATE {PATIENT} SET sex = 'F', version = version - 1",
        "UPDATE registry_crsepisode SET version = version - 1",
        "DELETE FROM registry_seal WHERE number = 4",
    ]
    tables = (CHANGE, HISTORY, PATIENT, "registry_crsepisode", "registry_seal")
    with unguarded(superuser, *tables, "registry_historicalcrsepisode"):
        for statement in cut:
            superuser.execute(statement)
    assert verify([superuser], None).whole
    report = verify([superuser], heads)
    assert kinds(report) == {Kind.HEAD}
    assert "seal 4" in report.findings[0].says


def test_a_chain_made_anew_is_found_by_the_head_outside(superuser, heads):
    with unguarded(superuser, CHANGE, HISTORY, "registry_seal"):
        superuser.execute(f"UPDATE {HISTORY} SET sex = 'F'")
        superuser.execute(
            f"UPDATE {CHANGE} c SET digest = sha256(convert_to(jsonb_strip_nulls("
            f"to_jsonb(h))::text, 'UTF8')) FROM {HISTORY} h"
            f" WHERE c.history_id = h.history_id AND c.\"table\" = '{PATIENT}'"
        )
        superuser.execute("DELETE FROM registry_seal")
        superuser.execute("SELECT registry_seal_next(100)")
    found = kinds(verify([superuser], heads))
    assert Kind.HEAD in found


def test_without_any_head_outside_the_end_is_not_vouched_for(superuser, heads):
    report = verify([superuser], [])
    assert kinds(report) == {Kind.NOTHING_OUTSIDE}


GUARDS = {
    "disabled": "ALTER TABLE registry_patient DISABLE TRIGGER audit_update",
    "not always": "ALTER TABLE registry_patient ENABLE TRIGGER audit_update",
    "dropped": "DROP TRIGGER append_only ON registry_change",
    "does another thing": "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE ON"
    " registry_change FOR EACH STATEMENT EXECUTE FUNCTION registry_refuse();"
    "ALTER TABLE registry_change ENABLE ALWAYS TRIGGER append_only",
    "never fires": "CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON"
    " registry_change FOR EACH ROW WHEN (false) EXECUTE FUNCTION registry_refuse();"
    "ALTER TABLE registry_change ENABLE ALWAYS TRIGGER append_only",
    "a stranger on a history table": "CREATE FUNCTION slip() RETURNS trigger LANGUAGE"
    " plpgsql AS $$ BEGIN RETURN NULL; END $$; CREATE TRIGGER slip BEFORE INSERT ON"
    " registry_historicalpatient FOR EACH ROW EXECUTE FUNCTION slip()",
    "a stranger on an audited table": "CREATE FUNCTION bend() RETURNS trigger LANGUAGE"
    " plpgsql AS $$ BEGIN NEW.sex := 'M'; PERFORM set_config('dayzero.actor', '2',"
    " true); RETURN NEW; END $$; CREATE TRIGGER aaa BEFORE UPDATE ON registry_patient"
    " FOR EACH ROW EXECUTE FUNCTION bend()",
    "a stranger on a log": "CREATE TRIGGER slip BEFORE INSERT ON registry_accessevent"
    " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "under another condition": "CREATE OR REPLACE TRIGGER audit_version BEFORE UPDATE"
    " ON registry_crsepisode FOR EACH ROW WHEN (NOT coalesce(OLD.verified_at,"
    " OLD.signed_at) IS NOT NULL) EXECUTE FUNCTION registry_count_answers()",
    "does it for another table": "CREATE OR REPLACE TRIGGER audit_insert AFTER INSERT"
    " ON registry_patient REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE"
    " FUNCTION registry_record_change('registry_historicalcentre', 'id', 'true')",
}


@pytest.mark.parametrize("name", GUARDS)
def test_a_trigger_that_does_not_guard_is_named(superuser, heads, name):
    superuser.execute(GUARDS[name])
    assert kinds(verify([superuser], heads)) == {Kind.TRIGGER}


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE RULE quiet AS ON INSERT TO registry_accessevent WHERE NEW.user_id = 1"
        " DO INSTEAD NOTHING",
        "CREATE RULE quiet AS ON UPDATE TO registry_patient WHERE false"
        " DO ALSO NOTHING",
    ],
)
def test_a_rule_that_rewrites_what_is_written_is_named(superuser, heads, statement):
    superuser.execute(statement)
    (finding,) = verify([superuser], heads).findings
    assert finding.kind is Kind.RULE
    assert "quiet on registry_" in finding.says


POLICIES = {
    "dropped": ("DROP POLICY rows_of_the_reach ON registry_patient", "is missing"),
    "altered": (
        "ALTER POLICY rows_of_the_reach ON registry_diagnosis USING (true)",
        "says something else",
    ),
    "altered for what is written": (
        "ALTER POLICY rows_of_the_reach ON registry_diagnosis WITH CHECK (true)",
        "says something else",
    ),
    "of a history": (
        "ALTER POLICY rows_of_the_reach ON registry_historicaldiagnosis USING (true)",
        "says something else",
    ),
    "switched off": (
        "ALTER TABLE registry_crsepisode DISABLE ROW LEVEL SECURITY",
        "is switched off",
    ),
    "one more": (
        "CREATE POLICY open ON registry_patient USING (true)",
        "none of the registry's policies",
    ),
}


@pytest.mark.parametrize("name", POLICIES)
def test_a_row_policy_that_does_not_hold_is_named(superuser, heads, name):
    statement, says = POLICIES[name]
    superuser.execute(statement)
    (finding,) = verify([superuser], heads).findings
    assert finding.kind is Kind.POLICY
    assert says in finding.says


def test_a_table_that_is_held_is_said_and_hides_nothing_else(
    superuser, heads, monkeypatch
):
    monkeypatch.setattr(made, "PATIENCE", "100ms")
    monkeypatch.setattr(guards, "PATIENCE", "100ms")
    monkeypatch.setattr(guards, "as_made", made.as_made.__wrapped__)
    superuser.execute("LOCK TABLE registry_patient IN ACCESS EXCLUSIVE MODE")
    superuser.execute("GRANT DELETE ON registry_seal TO dayzero_app")
    found = verify([superuser], heads).findings
    assert {one.kind for one in found} == {Kind.POLICY, Kind.PRIVILEGE}
    assert "a table is held for 100ms; verify again" in str(found[0])


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE OR REPLACE FUNCTION registry_reach(person bigint, OUT edits bigint[],"
        " OUT reads bigint[]) LANGUAGE sql SECURITY DEFINER AS $$"
        " SELECT array_agg(id), array_agg(id) FROM registry_centre $$",
        "CREATE OR REPLACE FUNCTION registry_refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$",
        "DROP FUNCTION registry_seal_next",
        "ALTER FUNCTION registry_record_change SET search_path = evil, public",
        "ALTER FUNCTION registry_seal_next SECURITY INVOKER",
        "CREATE FUNCTION registry_refuse(text) RETURNS text LANGUAGE sql"
        " AS $$ SELECT '' $$",
        "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
        " AS $$ SELECT timestamptz '2019-03-01' $$",
        "CREATE OR REPLACE FUNCTION outcomes_without_centres(cohort bigint) RETURNS"
        " boolean LANGUAGE sql SECURITY DEFINER AS $$ SELECT true $$",
    ],
)
def test_a_function_that_was_replaced_is_named(superuser, heads, statement):
    superuser.execute(statement)
    # A function that is new is the superuser's as well.
    assert (
        Kind.FUNCTION
        in kinds(verify([superuser], heads))
        <= {*(Kind.FUNCTION, Kind.PRIVILEGE)}
    )


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "GRANT INSERT ON registry_change TO dayzero_app",
            "may INSERT registry_change",
        ),
        ("GRANT UPDATE (sex) ON registry_historicalpatient TO PUBLIC", "may UPDATE"),
        ("GRANT DELETE ON registry_seal TO dayzero_app", "may DELETE registry_seal"),
        ("GRANT UPDATE ON outcomes_exportlog TO dayzero_app", "outcomes_exportlog"),
        ("GRANT TRUNCATE ON registry_patient TO dayzero_app", "may TRUNCATE"),
        ("GRANT dayzero_owner TO dayzero_app", "as the owner of the tables"),
        ("ALTER ROLE dayzero_app BYPASSRLS", "goes round row-level security"),
        ("ALTER ROLE dayzero_app SUPERUSER", "is a superuser"),
        ("CREATE ROLE eve BYPASSRLS", "eve goes round"),
        ("CREATE ROLE eve IN ROLE pg_write_all_data", "eve belongs to"),
        ("CREATE ROLE eve SUPERUSER", "eve is a superuser"),
        ("CREATE ROLE eve REPLICATION", "eve may replicate"),
        ("CREATE ROLE eve IN ROLE dayzero_owner", "eve may act as the owner"),
        (
            "CREATE ROLE eve; GRANT INSERT, TRIGGER ON registry_historicalpatient"
            " TO eve",
            "eve may TRIGGER registry_historicalpatient",
        ),
        ("GRANT UPDATE ON registry_patient TO PUBLIC", "everybody may UPDATE"),
        ("GRANT CREATE ON SCHEMA public TO dayzero_app", "may make functions"),
        (
            "CREATE ROLE eve; ALTER TABLE registry_change OWNER TO eve",
            "owns registry_change",
        ),
        (
            "CREATE ROLE eve; ALTER FUNCTION registry_record_change OWNER TO eve",
            "eve owns registry_record_change, not dayzero_owner",
        ),
    ],
)
def test_a_privilege_that_is_not_revoked_is_named(superuser, heads, statement, says):
    superuser.execute(statement)
    found = verify([superuser], heads).findings
    assert {one.kind for one in found} == {Kind.PRIVILEGE}
    assert any(says in one.says for one in found)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("ALTER ROLE dayzero_app SET dayzero.everything = 'yes'", "dayzero.everything"),
        ("ALTER DATABASE {database} SET search_path = evil, public", "search_path"),
        ("ALTER ROLE ALL SET row_security = off", "every role begins"),
        (
            "CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql"
            " AS $$ BEGIN END $$; CREATE EVENT TRIGGER watching ON ddl_command_end"
            " EXECUTE FUNCTION seen()",
            "event trigger watching",
        ),
        (
            "CREATE SCHEMA beside; GRANT USAGE ON SCHEMA beside TO dayzero_app;"
            " CREATE FUNCTION beside.all_patients() RETURNS SETOF registry_patient"
            " LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM registry_patient'",
            "beside.all_patients() acts as",
        ),
    ],
)
def test_what_acts_beside_the_guards_is_named(superuser, heads, statement, says):
    superuser.execute(statement.format(database=DATABASE_NAME))
    (finding,) = verify([superuser], heads).findings
    assert finding.kind is Kind.ROUND
    assert says in finding.says


def test_a_role_of_another_name_has_to_exist(superuser, heads, settings):
    settings.APPLICATION_ROLE = "nobody_here"
    found = verify([superuser], heads).findings
    assert {one.kind for one in found} == {Kind.PRIVILEGE}
    assert "nobody_here" in str(found[0]) or "nobody_here" in str(found[-1])


def test_a_role_that_is_trusted_may_go_round(superuser, heads, settings):
    superuser.execute("CREATE ROLE administrators SUPERUSER")
    settings.TRUSTED_ROLES = ["administrators"]
    assert verify([superuser], heads).whole
