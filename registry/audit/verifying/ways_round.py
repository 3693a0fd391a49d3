"""What acts beside the guards: settings of roles, event triggers, another's rights."""

from collections.abc import Collection, Iterator

import psycopg
from django.conf import settings

from registry.audit.verifying.findings import Finding, Kind

# A role or a database may say before any session what the guards go by: whose rows
# are reached, whose functions are asked, whether triggers and row policies act.
SETTINGS = """
SELECT coalesce(r.rolname, 'every role'), split_part(one, '=', 1), one
FROM pg_db_role_setting AS s LEFT JOIN pg_roles AS r ON r.oid = s.setrole,
  unnest(s.setconfig) AS one
WHERE (s.setdatabase = 0 OR s.setdatabase = (
    SELECT oid FROM pg_database WHERE datname = current_database()))
  AND coalesce(r.rolname, '') <> ALL (%(trusted)s)
  AND (one LIKE 'dayzero.%%' OR split_part(one, '=', 1) = ANY (%(weigh)s))
ORDER BY 1, 2
"""
WEIGH = [
    *("search_path", "row_security", "session_replication_role", "role"),
    *("session_preload_libraries", "local_preload_libraries"),
]
EVENT_TRIGGERS = """
SELECT evtname, pg_get_userbyid(evtowner) FROM pg_event_trigger
WHERE evtenabled <> 'D' AND pg_get_userbyid(evtowner) <> ALL (%(trusted)s)
ORDER BY 1
"""
# Whoever may call such a function acts as its owner.
DEFINERS = """
SELECT p.oid::regprocedure::text, pg_get_userbyid(p.proowner)
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE p.prosecdef AND has_function_privilege(%(application)s, p.oid, 'EXECUTE')
  AND NOT (n.nspname = 'public' AND p.proname = ANY (%(ours)s))
  AND pg_get_userbyid(p.proowner) <> ALL (%(trusted)s)
  AND NOT EXISTS (SELECT FROM pg_depend
    WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
ORDER BY 1
"""


def ways_round(
    connection: psycopg.Connection, ours: Collection[str]
) -> Iterator[Finding]:
    """Yield what can go round the guards that all stand; ``ours`` are our functions."""
    asked = {
        "trusted": settings.TRUSTED_ROLES,
        "weigh": WEIGH,
        "ours": list(ours),
        "application": settings.APPLICATION_ROLE,
    }
    for role, name, said in connection.execute(SETTINGS, asked):
        yield _found(f"{role} begins every session with {said}; reset {name}")
    for name, owner in connection.execute(EVENT_TRIGGERS, asked):
        yield _found(f"the event trigger {name} of {owner} is none of the registry's")
    there = "SELECT FROM pg_roles WHERE rolname = %(application)s"
    if connection.execute(there, asked).fetchone() is not None:
        for name, owner in connection.execute(DEFINERS, asked):
            yield _found(f"whoever calls {name} acts as {owner}")


def _found(says: str) -> Finding:
    return Finding(Kind.ROUND, says)
