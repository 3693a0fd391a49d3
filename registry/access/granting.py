"""Who gives roles, as the database sees it: whoever may, whichever way it is written.

Everybody reads roles, to sign in; so what row policies are for reads, these triggers
are for writes. The tables' owner, who migrates, passes by.
"""

from psycopg import sql

from registry.access.policy import MAY, Action

MAY_GIVE = """
CREATE OR REPLACE FUNCTION registry_may_give(centre bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  person bigint := nullif(current_setting('dayzero.person', true), '')::bigint;
BEGIN
  RETURN coalesce(current_setting('dayzero.everything', true), '') = 'yes' OR EXISTS (
    SELECT FROM registry_user u WHERE u.id = person AND u.is_active
      AND (u.is_superuser OR EXISTS (
        SELECT FROM registry_membership m WHERE m.user_id = u.id
          AND m.role = ANY ({manages}) AND (m.until IS NULL OR m.until > now())
          AND (m.centre_id IS NULL OR m.centre_id = centre))));
END $$;
"""
ROLE_GIVEN = """
CREATE OR REPLACE FUNCTION registry_role_given() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  owner oid := (SELECT relowner FROM pg_class WHERE oid = TG_RELID);
BEGIN
  IF NOT pg_has_role(owner, 'MEMBER')
    AND NOT ((TG_OP = 'INSERT' OR registry_may_give(OLD.centre_id))
      AND (TG_OP = 'DELETE' OR registry_may_give(NEW.centre_id)))
  THEN
    RAISE insufficient_privilege USING MESSAGE = 'this role is not theirs to give';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""
# Whoever has neither role nor flag cannot get the one by way of the other.
FLAG_GIVEN = """
CREATE OR REPLACE FUNCTION registry_flag_given() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  owner oid := (SELECT relowner FROM pg_class WHERE oid = TG_RELID);
BEGIN
  IF (NEW.is_superuser OR NEW.is_staff)
    AND (TG_OP = 'INSERT' OR (NEW.is_superuser, NEW.is_staff)
      IS DISTINCT FROM (OLD.is_superuser, OLD.is_staff))
    AND NOT pg_has_role(owner, 'MEMBER') AND NOT registry_may_give(NULL)
  THEN
    RAISE insufficient_privilege USING MESSAGE = 'this right is not theirs to give';
  END IF;
  RETURN NEW;
END $$;
"""

GUARDS = {
    "registry_membership": """
CREATE OR REPLACE TRIGGER role_given BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION registry_role_given();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER role_given;
""",
    "registry_user": """
CREATE OR REPLACE TRIGGER flag_given BEFORE INSERT OR UPDATE ON {table}
  FOR EACH ROW EXECUTE FUNCTION registry_flag_given();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER flag_given;
""",
}


def roles_that_may(action: Action) -> sql.Literal:
    """Return the roles with which somebody may do ``action``."""
    return sql.Literal(sorted(role.value for role, may in MAY.items() if action in may))


def granting_functions() -> tuple[sql.Composed, ...]:
    """Return the functions that ``granting_guards`` ask."""
    return (
        sql.SQL(MAY_GIVE).format(manages=roles_that_may(Action.MANAGE_USERS)),
        sql.SQL(ROLE_GIVEN).format(),
        sql.SQL(FLAG_GIVEN).format(),
    )


def granting_guards() -> list[tuple[str, sql.Composed]]:
    """Return each table of roles and rights, with its trigger."""
    return [
        (table, sql.SQL(guard).format(table=sql.Identifier(table)))
        for table, guard in GUARDS.items()
    ]
