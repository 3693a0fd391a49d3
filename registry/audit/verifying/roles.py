"""Whose the audit is, who may write to it, and which roles no guard stops."""

from collections.abc import Iterator

import psycopg
from django.apps import apps
from django.conf import settings

from registry.audit.triggers import audited_models, history_of
from registry.audit.verifying.findings import Finding, Kind
from registry.models import Attestation

# Every table of the registry is one owner's, and so are its functions.
OWNED = """
SELECT what, owner FROM (
  SELECT relname, pg_get_userbyid(relowner) FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relname = ANY (%(tables)s)
  UNION SELECT proname, pg_get_userbyid(proowner) FROM pg_proc
  WHERE pronamespace = 'public'::regnamespace
    AND (proname LIKE 'registry\\_%%' OR proname LIKE 'outcomes\\_%%')
  UNION SELECT 'the schema public', pg_get_userbyid(nspowner) FROM pg_namespace
  WHERE nspname = 'public'
) AS all_of_it (what, owner) WHERE owner <> %(owner)s ORDER BY owner, what
"""
# Whoever is given a privilege by name, of a table or of some of its columns.
GIVEN = """
SELECT DISTINCT c.relname, coalesce(r.rolname, 'everybody'), given.privilege_type
FROM pg_class AS c
CROSS JOIN LATERAL (
  SELECT * FROM aclexplode(c.relacl)
  UNION ALL SELECT e.* FROM pg_attribute AS a, aclexplode(a.attacl) AS e
  WHERE a.attrelid = c.oid AND NOT a.attisdropped
) AS given LEFT JOIN pg_roles AS r ON r.oid = given.grantee
WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%s)
  AND given.grantee <> c.relowner AND given.privilege_type = ANY (%s)
ORDER BY 1, 2, 3
"""
MAKES = """
SELECT coalesce(r.rolname, 'everybody')
FROM pg_namespace AS n CROSS JOIN aclexplode(n.nspacl) AS given
LEFT JOIN pg_roles AS r ON r.oid = given.grantee
WHERE n.nspname = 'public' AND given.privilege_type = 'CREATE'
  AND given.grantee <> n.nspowner
"""
# The role of number 10 is the one that the cluster was made with: somebody has to be.
ROLES = """
SELECT r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolreplication,
  NOT r.rolsuper AND r.rolname <> %(owner)s
    AND EXISTS (SELECT FROM pg_roles AS o
      WHERE o.rolname = %(owner)s AND pg_has_role(r.oid, o.oid, 'MEMBER')),
  NOT r.rolsuper AND EXISTS (SELECT FROM pg_roles AS o
    WHERE o.rolname = ANY (%(strong)s) AND pg_has_role(r.oid, o.oid, 'MEMBER'))
FROM pg_roles AS r
WHERE r.oid <> 10 AND r.rolname NOT LIKE 'pg\\_%%' AND r.rolname <> ALL (%(trusted)s)
ORDER BY 1
"""
STRONG = ["pg_write_all_data", "pg_execute_server_program", "pg_write_server_files"]
STANDS = (
    *("is a superuser", "goes round row-level security", "may make roles"),
    *("may replicate", "may act as the owner of the tables"),
    f"belongs to one of {', '.join(STRONG)}",
)
WRITES = ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"]


def roles_beyond(connection: psycopg.Connection) -> Iterator[Finding]:
    """Yield each role that owns, may write or goes round what it should not."""
    for said in (*_owners(connection), *_given(connection), *_roles(connection)):
        yield Finding(Kind.PRIVILEGE, said)


def _owners(connection: psycopg.Connection) -> Iterator[str]:
    tables = [model._meta.db_table for model in apps.get_models()]
    asked = {"tables": tables, "owner": settings.OWNER_ROLE}
    owned: dict[str, list[str]] = {}
    for what, owner in connection.execute(OWNED, asked):
        owned.setdefault(owner, []).append(what)
    for owner, things in owned.items():
        more = f" and {len(things) - 3} more" if len(things) > 3 else ""
        yield f"{owner} owns {', '.join(things[:3])}{more}, not {settings.OWNER_ROLE}"


def _given(connection: psycopg.Connection) -> Iterator[str]:
    application, may = settings.APPLICATION_ROLE, _granted()
    for table, role, privilege in connection.execute(GIVEN, [list(may), WRITES]):
        if role != application or privilege not in may[table]:
            yield f"{role} may {privilege} {table}"
    for (role,) in connection.execute(MAKES):
        yield f"{role} may make functions and tables in the schema public"


def _granted() -> dict[str, set[str]]:
    """Return each table of the audit, and what the application may do to it."""
    may = {}
    for model in audited_models():
        may[model._meta.db_table] = {"INSERT", "UPDATE", "DELETE"}
        may[history_of(model)._meta.db_table] = set()
    for model in apps.get_models():
        if getattr(model, "by_database_alone", False):
            may[model._meta.db_table] = set()
        elif getattr(model, "append_only", False) or model is Attestation:
            may[model._meta.db_table] = {"INSERT"}
    return may


def _roles(connection: psycopg.Connection) -> Iterator[str]:
    asked = {
        "owner": settings.OWNER_ROLE,
        "strong": STRONG,
        "trusted": settings.TRUSTED_ROLES,
    }
    names = "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)"
    wanted = settings.APPLICATION_ROLE, settings.OWNER_ROLE
    there = {name for (name,) in connection.execute(names, [list(wanted)])}
    for name, of in zip(wanted, ("application", "owner of the tables"), strict=True):
        if name not in there:
            yield f"the role {name} of the {of} does not exist"
    for role, *held in connection.execute(ROLES, asked):
        for has, words in zip(held, STANDS, strict=True):
            if has:
                yield f"{role} {words}"
