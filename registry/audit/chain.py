"""The seals of the change log and of the logs beside it, in the database's language.

A batch is what transactions of a stretch of numbers wrote into one log. It ends below
the oldest transaction that still runs, so nothing can be committed into it later,
which a batch by the numbers of its rows could not promise. All logs hang on one chain.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import models

from registry.models import SealedLog

# What stands where words were taken out (``registry.audit.redacting_words``).
TOMBSTONE = "[redacted]"

# Words are sealed as their SHA-256, so that they can be redacted: of what they were,
# the logged redaction has it. Nothing but a tombstone asks for that.
WORDS = """
encode(CASE WHEN c."{column}" = '[redacted]' THEN coalesce(
    (SELECT gone.digest FROM registry_change AS gone WHERE gone."table" = '{table}'
      AND gone.record_id = c.id ORDER BY gone.id LIMIT 1),
    sha256(convert_to(c."{column}", 'UTF8')))
  ELSE sha256(convert_to(c."{column}", 'UTF8')) END, 'hex')
"""

# What a seal says of one change, as JSON: all of it; its digest stands for the history
# row.
LINE = f"""
jsonb_build_array(c.id, c.cluster, c.xid, c."table", c.record_id, c.patient_id,
  c.operation, c.history_id, c.actor_id,
  {WORDS.format(column="reason", table="registry_change")}, c.session_role,
  (extract(epoch FROM c.at) * 1000000)::bigint, encode(c.digest, 'hex'))::text
"""
AS_MICROSECONDS = "(extract(epoch FROM c.{column}) * 1000000)::bigint"


@dataclass(frozen=True, slots=True)
class Stream:
    """One log under seal: what its seals are named by, and what they say of a row.

    ``records`` are the columns that name what a row is about, as a finding does.
    """

    name: str
    table: str
    line: str
    records: str

    @property
    def function(self) -> str:
        """Return the name of the function that seals the next batch."""
        return "registry_seal_next" + (f"_{self.name}" if self.name else "")

    def batch(self, *, cluster: str, from_xid: str, to_xid: str) -> str:
        """Return the query for the digest of a batch, and what there is in it."""
        limits = {"cluster": cluster, "from_xid": from_xid, "to_xid": to_xid}
        return BATCH.format(table=self.table, line=self.line, **limits)

    def sealing(self) -> str:
        """Return the statement that makes the function."""
        ends = {"cluster": "s.cluster", "from_xid": "s.from_xid", "to_xid": "s.to_xid"}
        return SEAL.format(
            function=self.function,
            table=self.table,
            stream=self.name,
            batch=self.batch(**ends),
            columns=COLUMNS.format(until="9223372036854775807"),
            header=HEADER.format(s="s."),
        )


# A tree of two levels, so that a transaction of a million rows needs no long text:
# SHA-256 of each thousand lines, and of these.
BATCH = """
SELECT coalesce(sum(lines), 0)::bigint AS rows, min(first) AS first_change,
  max(last) AS last_change, min(since) AS first_at, max(until) AS last_at,
  sha256(coalesce(string_agg(leaf, ''::bytea ORDER BY place), '')) AS digest
FROM (
  SELECT nth / 1000 AS place, count(*) AS lines, min(id) AS first, max(id) AS last,
    min(at) AS since, max(at) AS until,
    sha256(convert_to(string_agg(line, E'\\n' ORDER BY nth), 'UTF8')) AS leaf
  FROM (
    SELECT c.id, c.at, row_number() OVER (ORDER BY c.xid, c.id) - 1 AS nth,
      {line} AS line
    FROM {table} AS c
    WHERE c.cluster = {cluster} AND c.xid >= {from_xid} AND c.xid < {to_xid}
  ) AS numbered GROUP BY 1
) AS leaves
"""

# How the history tables have looked, as far as a seal knew of it.
COLUMNS = """
SELECT coalesce(max(k.id), 0) AS columns_until,
  sha256(convert_to(coalesce(string_agg(jsonb_build_array(k.id, k."table", k.since,
    k.columns, k.renamed, k.dropped)::text, E'\\n' ORDER BY k.id), ''), 'UTF8'))
    AS columns_digest
FROM registry_historycolumns AS k WHERE k.id <= {until}
"""

# What a seal's own hash covers, beside the hash of the seal before. The change log's
# say no name: they were made so before other logs were sealed.
HEADER = """
(jsonb_build_array({s}number, {s}cluster, {s}from_xid, {s}to_xid, {s}rows,
  {s}first_change, {s}last_change, (extract(epoch FROM {s}first_at) * 1000000)::bigint,
  (extract(epoch FROM {s}last_at) * 1000000)::bigint, encode({s}digest, 'hex'),
  {s}columns_until, encode({s}columns_digest, 'hex'),
  (extract(epoch FROM {s}sealed_at) * 1000000)::bigint)
 || CASE {s}stream WHEN '' THEN '[]' ELSE jsonb_build_array({s}stream) END)::text
"""

# Rows of another cluster came with a restored backup: all of its transactions ended.
# SECURITY DEFINER: the application may ask for a seal and cannot write one itself.
SEAL = """
CREATE OR REPLACE FUNCTION {function}(rows_at_most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  here constant bigint := (SELECT system_identifier FROM pg_control_system());
  horizon bigint;
  s registry_seal%ROWTYPE;
  newest registry_seal%ROWTYPE;
  last_cluster bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('registry_seal')) THEN
    RETURN NULL;
  END IF;
  SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint INTO horizon;
  SELECT * INTO newest FROM registry_seal ORDER BY number DESC LIMIT 1;
  SELECT cluster INTO last_cluster FROM registry_seal WHERE stream = '{stream}'
  ORDER BY number DESC LIMIT 1;
  s.stream := '{stream}';
  s.cluster := here;
  SELECT coalesce(max(to_xid), 0) INTO s.from_xid
  FROM registry_seal WHERE stream = '{stream}' AND cluster = here;
  IF last_cluster IS DISTINCT FROM here THEN
    -- The first seal in this cluster: what came from others goes first.
    SELECT c.cluster, coalesce(sealed.upto, 0) INTO s.cluster, s.from_xid
    FROM {table} AS c
    LEFT JOIN (SELECT cluster, max(to_xid) AS upto FROM registry_seal
        WHERE stream = '{stream}' GROUP BY cluster)
      AS sealed USING (cluster)
    WHERE c.cluster <> here AND c.xid >= coalesce(sealed.upto, 0)
    ORDER BY c.id LIMIT 1;
    IF NOT FOUND THEN
      s.cluster := here;
      SELECT coalesce(max(to_xid), 0) INTO s.from_xid
      FROM registry_seal WHERE stream = '{stream}' AND cluster = here;
    ELSE
      horizon := 9223372036854775807;
    END IF;
  END IF;
  SELECT xid + 1 INTO s.to_xid FROM {table}
  WHERE cluster = s.cluster AND xid >= s.from_xid AND xid < horizon
  ORDER BY xid OFFSET rows_at_most - 1 LIMIT 1;
  IF NOT FOUND THEN
    SELECT max(xid) + 1 INTO s.to_xid FROM {table}
    WHERE cluster = s.cluster AND xid >= s.from_xid AND xid < horizon;
  END IF;
  IF s.to_xid IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT * INTO s.rows, s.first_change, s.last_change, s.first_at, s.last_at, s.digest
  FROM ({batch})
    AS batch;
  SELECT * INTO s.columns_until, s.columns_digest
  FROM ({columns}) AS known;
  s.number := coalesce(newest.number, 0) + 1;
  s.previous := coalesce(newest.hash, '');
  s.sealed_at := clock_timestamp();
  s.hash := sha256(s.previous || convert_to({header}, 'UTF8'));
  INSERT INTO registry_seal (number, stream, cluster, from_xid, to_xid, rows,
    first_change, last_change, first_at, last_at, digest, columns_until,
    columns_digest, previous, hash, sealed_at)
  VALUES (s.number, s.stream, s.cluster, s.from_xid, s.to_xid, s.rows,
    s.first_change, s.last_change, s.first_at, s.last_at, s.digest, s.columns_until,
    s.columns_digest, s.previous, s.hash, s.sealed_at);
  RETURN s.number;
END $$;
"""

CHANGES = Stream("", "registry_change", LINE, 'c."table", c.record_id')


def logs() -> list[Stream]:
    """Return the logs that are sealed beside the change log, each as its model says."""
    return [
        Stream(
            name=model.sealed_as,
            table=model._meta.db_table,
            line=_line(model),
            records=f"'{model._meta.db_table}', c.id",
        )
        for model in apps.get_models()
        if issubclass(model, SealedLog)
    ]


def streams() -> list[Stream]:
    """Return every log under seal, the change log first."""
    return [CHANGES, *logs()]


def functions() -> str:
    """Return the statements that make the functions which seal."""
    return "".join(stream.sealing() for stream in streams())


def _line(model: type[SealedLog]) -> str:
    said = ["c.id", "c.cluster", "c.xid"]
    said += [_sealed(model, column) for column in model.sealed_columns]
    return f"jsonb_build_array({', '.join(said)})::text"


def _sealed(model: type[SealedLog], column: str) -> str:
    if column in model.redactable:
        return WORDS.format(column=column, table=model._meta.db_table)
    if isinstance(_field(model, column), models.DateTimeField):
        return AS_MICROSECONDS.format(column=column)
    return f'c."{column}"'


def _field(model: type[models.Model], column: str) -> models.Field:
    return next(one for one in model._meta.concrete_fields if one.column == column)
