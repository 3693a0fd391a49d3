"""The audit in the database's own language: functions once, triggers per table.

One generic function serves every audited table. It works on whole statements
(transition tables), so 20,000 rows in bulk cost one insert-select, and it reads the
column names from the catalogue, so a new field needs nothing here.
"""

# Shared by form edits, bulk updates and plain SQL: whoever writes, the version moves.
COUNT_VERSION = """
CREATE OR REPLACE FUNCTION registry_count_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
"""

# SECURITY DEFINER: the application may not write history by itself. The fixed time
# zone and date style keep the digest the same whoever's session computes it.
RECORD_CHANGE = """
CREATE OR REPLACE FUNCTION registry_record_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp
SET timezone = 'UTC' SET datestyle = 'ISO, YMD' AS $$
DECLARE
  history text := TG_ARGV[0];
  patient text := TG_ARGV[1];
  analysed boolean := coalesce(TG_ARGV[2]::boolean, true);
  actor integer := nullif(current_setting('dayzero.actor', true), '')::integer;
  reason text := nullif(current_setting('dayzero.reason', true), '');
  columns text;
  moved text := '';
  written integer;
  cluster bigint := (SELECT system_identifier FROM pg_control_system());
BEGIN
  SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
  FROM pg_attribute a JOIN pg_attribute h USING (attname)
  WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped
    AND h.attrelid = history::regclass AND h.attnum > 0 AND NOT h.attisdropped;
  -- A row that was given to another patient is also a change of the one who had it.
  IF TG_OP = 'UPDATE' AND patient NOT IN ('', 'id') THEN
    moved := format($query$
      UNION ALL
      SELECT kept.id, history_id, history_date,
        sha256(convert_to(jsonb_strip_nulls(to_jsonb(kept))::text, 'UTF8')),
        old_rows.%1$I, '>'
      FROM kept JOIN old_rows USING (id)
      WHERE old_rows.%1$I IS DISTINCT FROM kept.%1$I
    $query$, patient);
  END IF;
  EXECUTE format($query$
    WITH kept AS (
      INSERT INTO %1$I (%2$s, history_date, history_type, history_change_reason,
                        history_user_id)
      SELECT %2$s, clock_timestamp(), %3$L, $1, $2 FROM %4$s
      RETURNING *
    ), said AS (
      SELECT id, history_id, history_date,
        sha256(convert_to(jsonb_strip_nulls(to_jsonb(kept))::text, 'UTF8')) AS digest,
        %6$s AS patient_id, %3$L AS operation
      FROM kept %7$s
    ), logged AS (
      INSERT INTO registry_change (cluster, xid, "table", record_id, patient_id,
        operation, history_id, actor_id, reason, session_role, at, digest)
      SELECT $4, pg_current_xact_id()::text::bigint, %5$L, id, patient_id, operation,
        history_id, $2, $1, session_user, history_date, digest
      FROM said
      RETURNING id, patient_id
    )
    INSERT INTO registry_pending (change_id, patient_id)
    SELECT id, patient_id FROM logged WHERE patient_id IS NOT NULL AND $3
  $query$, history, columns,
    CASE TG_OP WHEN 'INSERT' THEN '+' WHEN 'UPDATE' THEN '~' ELSE '-' END,
    CASE TG_OP WHEN 'DELETE' THEN 'old_rows' ELSE 'new_rows' END,
    TG_TABLE_NAME, CASE patient WHEN '' THEN 'NULL::bigint' ELSE 'kept.' || patient END,
    moved)
  USING reason, actor, analysed, cluster;
  GET DIAGNOSTICS written = ROW_COUNT;
  IF written > 0 THEN
    PERFORM pg_notify('dayzero_changes', '');
  END IF;
  RETURN NULL;
END $$;
"""

# What is not used cannot be given past the log: roles are ``Membership`` alone.
UNUSED = """
CREATE OR REPLACE FUNCTION registry_unused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% gives no rights here: roles are given by registry_membership',
      TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
"""

REFUSE = """
CREATE OR REPLACE FUNCTION registry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: the audit trail only grows', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
"""

FUNCTIONS = COUNT_VERSION + RECORD_CHANGE + UNUSED + REFUSE

# ENABLE ALWAYS: neither session_replication_role nor a restore switches these off.
AUDITED = """
CREATE OR REPLACE TRIGGER audit_insert AFTER INSERT ON {table}
  REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION
    registry_record_change({history}, {patient}, {analysed});
CREATE OR REPLACE TRIGGER audit_update AFTER UPDATE ON {table}
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION
    registry_record_change({history}, {patient}, {analysed});
CREATE OR REPLACE TRIGGER audit_delete AFTER DELETE ON {table}
  REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION
    registry_record_change({history}, {patient}, {analysed});
CREATE OR REPLACE TRIGGER audit_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION registry_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_insert,
  ENABLE ALWAYS TRIGGER audit_update, ENABLE ALWAYS TRIGGER audit_delete,
  ENABLE ALWAYS TRIGGER audit_truncate;
"""

VERSIONED = """
CREATE OR REPLACE TRIGGER audit_version BEFORE UPDATE ON {table}
  FOR EACH ROW EXECUTE FUNCTION registry_count_version();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_version;
"""

APPEND_ONLY = """
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION registry_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER append_only;
"""

KEPT = """
CREATE OR REPLACE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION registry_refuse();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_deleted;
"""

LEFT_EMPTY = """
CREATE OR REPLACE TRIGGER left_empty BEFORE INSERT OR UPDATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION registry_unused();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER left_empty;
"""

ONLY_ADDED_TO = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = {role}) THEN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', {table}, {role});
  END IF;
END $$;
"""

WITHHELD = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = {role}) THEN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %I FROM %I',
                   {table}, {role});
  END IF;
END $$;
"""
