"""Verified, signed, locked: what the database holds to, whoever writes.

A row that carries no mark and gets none pays for the tests of its columns alone; the
functions below run for rows with marks, and once a statement for its patients.
"""

# What PostgreSQL itself makes of the answers: not yet there before an UPDATE.
GENERATED = "ARRAY['number']"
# What is not an answer: the marks, what follows from the answers, and their count.
NOT_DATA = (
    "(ARRAY['version', 'state', 'verified_at', 'signed_at', 'locked_at',"
    f" 'case_locked_at'] || {GENERATED})"
)

# Before each UPDATE of a row that has a mark or gets one. A mark alone leaves the
# version as it is, so nobody who has the form open is told of a conflict; a change of
# data takes the marks away. See docs/adr for both.
KEEP_MARKS = f"""
CREATE OR REPLACE FUNCTION registry_keep_marks() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  form_name text := TG_ARGV[0];
  was jsonb := to_jsonb(OLD) - {GENERATED};
  becomes jsonb := to_jsonb(NEW) - {GENERATED};
  reason text := nullif(btrim(current_setting('dayzero.reason', true)), '');
  open_case text[] := ARRAY['version', 'case_locked_at'];
  open_form text[] := open_case || 'locked_at'::text;
  mark text;
BEGIN
  IF was ->> 'case_locked_at' IS NOT NULL AND (reason IS NULL
      OR becomes ->> 'case_locked_at' IS NOT NULL
      OR was - open_case <> becomes - open_case) THEN
    RAISE EXCEPTION 'patient % is locked since %', OLD.id, was ->> 'case_locked_at'
      USING ERRCODE = 'restrict_violation',
        HINT = 'Unlock the case with a reason first, in a statement of its own.';
  END IF;
  IF OLD.locked_at IS NOT NULL AND (was - open_form <> becomes - open_form
      OR (NEW.locked_at IS DISTINCT FROM OLD.locked_at
          AND (NEW.locked_at IS NOT NULL OR reason IS NULL))) THEN
    RAISE EXCEPTION '% % is locked since %', form_name, OLD.id, OLD.locked_at
      USING ERRCODE = 'restrict_violation',
        HINT = 'Unlock the form with a reason first, in a statement of its own.';
  END IF;
  NEW.version := OLD.version;
  IF was - {NOT_DATA} <> becomes - {NOT_DATA} THEN
    NEW.version := OLD.version + 1;
    NEW.verified_at := NULL;
    NEW.signed_at := NULL;
    becomes := to_jsonb(NEW);
  END IF;
  FOREACH mark IN ARRAY ARRAY['verified', 'signed', 'locked', 'case_locked'] LOOP
    IF becomes ->> (mark || '_at') IS NOT NULL
        AND becomes ->> (mark || '_at') IS DISTINCT FROM was ->> (mark || '_at')
        AND NOT EXISTS (
          SELECT FROM registry_attestation
          WHERE record_id = OLD.id AND record_version = NEW.version
            AND voided_at IS NULL
            AND form = CASE mark WHEN 'case_locked' THEN 'case' ELSE form_name END
            AND kind = CASE mark WHEN 'case_locked' THEN 'locked' ELSE mark END) THEN
      RAISE EXCEPTION '% % cannot be marked as %: nobody attests to version %',
          form_name, OLD.id, mark, NEW.version
        USING ERRCODE = 'restrict_violation',
          HINT = 'Marks are set by registry.services.attesting.';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
"""

# Before each UPDATE of a row without marks. A state that follows from another form's
# answers is no new version either.
COUNT_ANSWERS = f"""
CREATE OR REPLACE FUNCTION registry_count_answers() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  NEW.version := OLD.version + 1;
  IF NEW.state <> OLD.state
      AND to_jsonb(NEW) - {NOT_DATA} = to_jsonb(OLD) - {NOT_DATA} THEN
    NEW.version := OLD.version;
  END IF;
  RETURN NEW;
END $$;
"""

KEEP_LOCKED = """
CREATE OR REPLACE FUNCTION registry_keep_locked() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% % is locked and stays', TG_ARGV[0], OLD.id
    USING ERRCODE = 'restrict_violation',
      HINT = 'Unlock it with a reason first.';
END $$;
"""

# After each statement: no record goes into, out of or through a locked case, no row
# begins with marks, and what was attested to and no longer holds is void. EXECUTE plans
# anew, as the number of rows differs from one to many thousands.
KEEP_CASE = """
CREATE OR REPLACE FUNCTION registry_keep_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  form_name text := TG_ARGV[0];
  actor integer := nullif(current_setting('dayzero.actor', true), '')::integer;
  reason text := coalesce(current_setting('dayzero.reason', true), '');
  -- A patient who gets a record is held: whoever locks the case waits for it.
  -- Who has one already needs none of it, as locking a case holds each of its records.
  given text := CASE TG_OP WHEN 'INSERT' THEN 'SELECT patient_id FROM new_rows'
    WHEN 'UPDATE' THEN 'SELECT n.patient_id FROM new_rows n JOIN old_rows o USING (id)'
      ' WHERE n.patient_id <> o.patient_id' END;
  touched text := CASE TG_OP WHEN 'INSERT' THEN 'SELECT patient_id FROM new_rows'
    WHEN 'DELETE' THEN 'SELECT patient_id FROM old_rows'
    ELSE 'SELECT patient_id FROM new_rows UNION SELECT patient_id FROM old_rows' END;
  shut bigint;
  marked boolean := false;
BEGIN
  IF form_name <> 'patient' THEN
    IF given IS NOT NULL THEN
      EXECUTE format('SELECT FROM registry_patient WHERE id IN (%s) FOR SHARE', given);
    END IF;
    EXECUTE format('SELECT min(id) FROM registry_patient'
      ' WHERE case_locked_at IS NOT NULL AND id IN (%s)', touched) INTO shut;
    IF shut IS NOT NULL THEN
      RAISE EXCEPTION 'patient % is locked: no % is added, changed or taken away',
          shut, form_name
        USING ERRCODE = 'restrict_violation',
          HINT = 'Unlock the case with a reason first.';
    END IF;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM new_rows
               WHERE coalesce(verified_at, signed_at, locked_at) IS NOT NULL) THEN
      RAISE EXCEPTION 'a % begins without marks', form_name
        USING ERRCODE = 'restrict_violation',
          HINT = 'Marks are set by registry.services.attesting.';
    END IF;
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM old_rows'
    ' WHERE coalesce(verified_at, signed_at, locked_at%s) IS NOT NULL)',
    CASE form_name WHEN 'patient' THEN ', case_locked_at' ELSE '' END) INTO marked;
  IF marked THEN
    EXECUTE format($query$
      UPDATE registry_attestation AS a
      SET voided_at = clock_timestamp(), voided_by_id = $2, voided_reason = $3,
        voided_version = n.version
      FROM old_rows AS o LEFT JOIN %1$s AS n ON n.id = o.id
      WHERE a.voided_at IS NULL AND a.record_id = o.id
        AND ((a.form = $1 AND (
            (a.kind = 'verified' AND n.verified_at IS NULL)
            OR (a.kind = 'signed' AND n.signed_at IS NULL)
            OR (a.kind = 'locked' AND n.locked_at IS NULL)))
          %2$s)
    $query$,
      CASE TG_OP WHEN 'UPDATE' THEN 'new_rows'
        ELSE '(SELECT * FROM old_rows WHERE false)' END,
      CASE form_name WHEN 'patient' THEN
        'OR (a.form = ''case'' AND a.kind = ''locked'' AND n.case_locked_at IS NULL)'
      ELSE '' END)
    USING form_name, actor, reason;
  END IF;
  RETURN NULL;
END $$;
"""

# What is attested to: every column that holds an answer, empty ones left out, so that
# a field which a later release adds changes no digest. As SHA-256 of canonical JSON.
DIGESTS = f"""
CREATE OR REPLACE FUNCTION registry_digests(form_table regclass, ids bigint[])
RETURNS TABLE (record bigint, version integer, digest bytea)
LANGUAGE plpgsql STABLE
SET search_path = public, pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
  RETURN QUERY EXECUTE format($query$
    SELECT r.id::bigint, r.version::integer, sha256(convert_to(coalesce((
      SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(r) - {NOT_DATA})
      WHERE value NOT IN ('null', '""', '[]', '{{}}')), '{{}}')::text, 'UTF8'))
    FROM %s AS r WHERE r.id = ANY ($1)
  $query$, form_table) USING ids;
END $$;
"""

# An attestation is never taken back or rewritten; the database alone voids it.
KEEP_ATTESTATION = """
CREATE OR REPLACE FUNCTION registry_keep_attestation() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  void constant text[] :=
    ARRAY['voided_at', 'voided_by_id', 'voided_reason', 'voided_version'];
BEGIN
  IF TG_OP = 'DELETE' OR OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
      OR to_jsonb(OLD) - void <> to_jsonb(NEW) - void THEN
    RAISE EXCEPTION '% of an attestation is refused: it stands, or is void', TG_OP
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
"""

FUNCTIONS = (
    KEEP_MARKS + COUNT_ANSWERS + KEEP_LOCKED + KEEP_CASE + DIGESTS + KEEP_ATTESTATION
)

# ``audit_marked`` and ``audit_version`` share out the rows: with marks, and without.
MARKED = """
CREATE OR REPLACE TRIGGER audit_marked BEFORE UPDATE ON {table}
  FOR EACH ROW WHEN ({marked}) EXECUTE FUNCTION registry_keep_marks({form});
CREATE OR REPLACE TRIGGER audit_version BEFORE UPDATE ON {table}
  FOR EACH ROW WHEN (NOT ({marked})) EXECUTE FUNCTION registry_count_answers();
CREATE OR REPLACE TRIGGER audit_locked BEFORE DELETE ON {table}
  FOR EACH ROW WHEN ({locked}) EXECUTE FUNCTION registry_keep_locked({form});
CREATE OR REPLACE TRIGGER case_insert AFTER INSERT ON {table}
  REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION registry_keep_case({form});
CREATE OR REPLACE TRIGGER case_update AFTER UPDATE ON {table}
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION registry_keep_case({form});
CREATE OR REPLACE TRIGGER case_delete AFTER DELETE ON {table}
  REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION registry_keep_case({form});
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_marked,
  ENABLE ALWAYS TRIGGER audit_version, ENABLE ALWAYS TRIGGER audit_locked,
  ENABLE ALWAYS TRIGGER case_insert, ENABLE ALWAYS TRIGGER case_update,
  ENABLE ALWAYS TRIGGER case_delete;
"""

ATTESTED = """
CREATE OR REPLACE TRIGGER attestation_stands BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION registry_keep_attestation();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER attestation_stands;
"""


def has_a_mark(row: str, *, case: bool) -> str:
    """Return the condition that ``row`` (OLD or NEW) carries a mark."""
    marks = ["verified_at", "signed_at", "locked_at", *(["case_locked_at"] * case)]
    return f"coalesce({', '.join(f'{row}.{mark}' for mark in marks)}) IS NOT NULL"


def is_locked(*, case: bool) -> str:
    """Return the condition that the row to be deleted is locked."""
    marks = ["locked_at", *(["case_locked_at"] * case)]
    return f"coalesce({', '.join(f'OLD.{mark}' for mark in marks)}) IS NOT NULL"
