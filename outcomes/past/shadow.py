"""The tables as they were at a cut, in the place of those that are.

Temporary tables come before all others of their name, so that within the transaction
everything that derives and counts runs as it is on the past's rows: nothing of it is
written twice. Patients whom no change touched since are taken as they are, the others
read from their histories; the work grows with the changes since the cut. At the end all
is rolled back.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, LiteralString

from django.db import connection, models, transaction
from psycopg import sql

from outcomes.models import (
    AnalysisOutcome,
    AnalysisPatient,
    AnalysisSubject,
    CohortCentre,
)
from outcomes.past.cut import Cut
from outcomes.pipeline.versions import one_view
from outcomes.version import code_version
from registry.audit.triggers import history_of
from registry.models import FORMS, Change, Patient
from registry.models.data_query import DataQuery

LATER = """
CREATE TEMP TABLE later ON COMMIT DROP AS
SELECT "table", history_id, patient_id FROM public.registry_change WHERE {later};
CREATE INDEX ON later ("table", history_id);
CREATE TEMP TABLE touched ON COMMIT DROP AS
SELECT DISTINCT patient_id FROM later WHERE patient_id IS NOT NULL;
CREATE UNIQUE INDEX ON touched (patient_id);
ANALYZE later;
ANALYZE touched;
"""
# Who came into the centres since brings along what was recorded elsewhere.
PATIENTS = """
CREATE TEMP TABLE {table} ON COMMIT DROP AS
SELECT {columns} FROM public.{table} r WHERE centre_id = ANY ({centres})
  AND NOT EXISTS (SELECT FROM touched t WHERE t.patient_id = r.id)
UNION ALL
SELECT {columns} FROM (
  SELECT DISTINCT ON (id) * FROM public.{history} h
  WHERE id IN (SELECT patient_id FROM touched) AND {earlier}
  ORDER BY id, history_id DESC) as_it_was
WHERE history_type <> '-' AND (centre_id = ANY ({centres}) OR id IN (
  SELECT id FROM public.{table} WHERE centre_id = ANY ({centres})));
CREATE UNIQUE INDEX ON {table} (id);
ANALYZE {table};
"""
# Records are read of those alone who are derived anew, and of whoever withdrew.
ANEW = """
CREATE TEMP TABLE anew ON COMMIT DROP AS
SELECT id FROM registry_patient p WHERE EXISTS (
  SELECT FROM touched t WHERE t.patient_id = p.id)
OR EXISTS (SELECT FROM public.registry_pending q WHERE q.patient_id = p.id)
OR EXISTS (SELECT FROM public.{subjects} s
           WHERE s.patient_id = p.id AND s.code_version <> {code});
CREATE UNIQUE INDEX ON anew (id);
ANALYZE anew;
CREATE TEMP TABLE asked ON COMMIT DROP AS
SELECT id FROM anew UNION
SELECT id FROM registry_patient WHERE consent_status = 'withdrawn';
CREATE UNIQUE INDEX ON asked (id);
ANALYZE asked;
"""
RECORDS = """
CREATE TEMP TABLE {table} ON COMMIT DROP AS
SELECT {columns} FROM public.{table} r
WHERE patient_id IN (SELECT id FROM asked)
  AND NOT EXISTS (SELECT FROM touched t WHERE t.patient_id = r.patient_id)
UNION ALL
SELECT {columns} FROM (
  SELECT DISTINCT ON (id) * FROM public.{history} h
  WHERE id IN (SELECT id FROM public.{history}
               WHERE patient_id IN (SELECT patient_id FROM touched)) AND {earlier}
  ORDER BY id, history_id DESC) as_it_was
WHERE history_type <> '-' AND patient_id IN (SELECT id FROM asked);
CREATE INDEX ON {table} (patient_id);
ANALYZE {table};
"""
EARLIER = """NOT EXISTS (SELECT FROM later l
    WHERE l."table" = {name} AND l.history_id = h.history_id)"""

# Whoever withdrew since is not analysed today, whatever day the analysis is about.
WITHDRAWN = """
UPDATE registry_patient SET consent_status = 'withdrawn', consent_withdrawn_scope = NULL
WHERE id = ANY (%s)
"""
# What is derived anew is written here, with numbers behind those of today's rows.
EMPTY = "CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL) ON COMMIT DROP"
NUMBERED = """
SELECT setval(pg_get_serial_sequence({name}, 'id'),
              (SELECT coalesce(max(id), 0) + 1 FROM public.{table}));
"""
# Of the others, derived by this code and untouched since, today's rows hold.
BESIDE = """
CREATE TEMP TABLE staying ON COMMIT DROP AS
SELECT id FROM public.{subjects}
WHERE patient_id IN (SELECT id FROM registry_patient EXCEPT SELECT id FROM anew);
CREATE UNIQUE INDEX ON staying (id);
ALTER TABLE pg_temp.{subjects} RENAME TO derived_subject;
ALTER TABLE pg_temp.{outcomes} RENAME TO derived_outcome;
ALTER TABLE pg_temp.{patients} RENAME TO derived_patient;
ANALYZE staying;
ANALYZE derived_subject;
ANALYZE derived_outcome;
ANALYZE derived_patient;
CREATE TEMP VIEW {subjects} AS
SELECT * FROM public.{subjects} WHERE id IN (SELECT id FROM staying)
UNION ALL SELECT * FROM derived_subject;
CREATE TEMP VIEW {outcomes} AS
SELECT * FROM public.{outcomes} WHERE subject_id IN (SELECT id FROM staying)
UNION ALL SELECT * FROM derived_outcome;
CREATE TEMP VIEW {patients} AS
SELECT * FROM public.{patients}
WHERE patient_id IN (SELECT id FROM registry_patient EXCEPT SELECT id FROM anew)
UNION ALL SELECT * FROM derived_patient;
"""
COHORTS = """
CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING ALL) ON COMMIT DROP;
INSERT INTO {table} (cohort_id, centre_id)
SELECT * FROM unnest({cohorts}::bigint[], {centres}::bigint[]);
"""
# The records of those who were not derived anew are today's.
WHOLE = """
ALTER TABLE pg_temp.{table} RENAME TO {as_it_was};
CREATE TEMP VIEW {table} AS
SELECT {columns} FROM public.{table} WHERE patient_id IN (SELECT id FROM as_they_are)
UNION ALL SELECT {columns} FROM {as_it_was};
"""
AS_THEY_ARE = """
CREATE TEMP TABLE as_they_are ON COMMIT DROP AS
SELECT id FROM registry_patient EXCEPT SELECT id FROM asked;
CREATE UNIQUE INDEX ON as_they_are (id);
ANALYZE as_they_are;
"""


# A change is never changed: those of then are all but the later ones.
CHANGES = """
CREATE TEMP VIEW {table} AS SELECT * FROM public.{table} WHERE NOT ({later})
"""


@contextmanager
def as_it_stood(
    cut: Cut,
    *,
    cohorts: Mapping[int, list[int]],
    centres: list[int],
    withdrawn: list[int],
) -> Iterator[list[int]]:
    """Put the tables of the cut before those of today; yield who is to be derived.

    ``cohorts`` have their centres of then, ``centres`` are those whose patients are
    read, ``withdrawn`` patients who are not analysed today.
    The tables of analysis rows are empty, to be written to, until ``analysed`` puts
    those of everybody else beside. Nothing written inside stays.
    """
    with one_view():
        with connection.cursor() as cursor:
            _later(cut)
            cursor.execute(_patients(centres))
            cursor.execute(WITHDRAWN, [withdrawn])
            cursor.execute(_anew())
            for model in FORMS.values():
                cursor.execute(_records(model))
            cursor.execute(_cohorts(cohorts))
            for derived in (AnalysisPatient, AnalysisSubject, AnalysisOutcome):
                cursor.execute(_named(EMPTY, derived))
            for numbered in (AnalysisSubject, AnalysisOutcome):
                cursor.execute(_named(NUMBERED, numbered))
            cursor.execute("SELECT id FROM anew ORDER BY id")
            anew = [patient for (patient,) in cursor.fetchall()]
        yield anew
        transaction.set_rollback(True)


def _later(cut: Cut) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(LATER).format(later=_after(cut)))


def _after(cut: Cut) -> sql.Composed:
    condition, value = cut.later
    return sql.SQL(condition.replace("%s", "{}")).format(sql.Literal(value))


def _names(model: type[models.Model]) -> dict[str, sql.Composable]:
    table = model._meta.db_table
    columns = sql.SQL(", ").join(map(_column, model._meta.concrete_fields))
    earlier = sql.SQL(EARLIER).format(name=sql.Literal(table))
    return {
        "table": sql.Identifier(table),
        "history": sql.Identifier(history_of(model)._meta.db_table),
        "columns": columns,
        "earlier": earlier,
    }


def _column(field: Any) -> sql.Composable:
    name = sql.Identifier(field.column)
    if not field.generated:
        return name
    # Of a history, which does not keep it, and of the rows of today alike.
    made, _params = field.generated_sql(connection)
    return sql.SQL("{} AS {}").format(sql.SQL(made), name)


def _patients(centres: list[int]) -> sql.Composed:
    return sql.SQL(PATIENTS).format(**_names(Patient), centres=sql.Literal(centres))


def _records(model: type[models.Model]) -> sql.Composed:
    return sql.SQL(RECORDS).format(**_names(model))


def _anew() -> sql.Composed:
    subjects = sql.Identifier(AnalysisSubject._meta.db_table)
    return sql.SQL(ANEW).format(subjects=subjects, code=sql.Literal(code_version()))


def _cohorts(cohorts: Mapping[int, list[int]]) -> sql.Composed:
    pairs = [(one, centre) for one, held in cohorts.items() for centre in held]
    return sql.SQL(COHORTS).format(
        table=sql.Identifier(CohortCentre._meta.db_table),
        cohorts=sql.Literal([cohort for cohort, _centre in pairs]),
        centres=sql.Literal([centre for _cohort, centre in pairs]),
    )


def _named(statement: LiteralString, model: type[models.Model]) -> sql.Composed:
    name = model._meta.db_table
    return sql.SQL(statement).format(
        table=sql.Identifier(name), name=sql.Literal(f"pg_temp.{name}")
    )


def analysed() -> None:
    """Put the analysis rows of who is not derived anew beside those that were."""
    models = {
        "patients": AnalysisPatient,
        "subjects": AnalysisSubject,
        "outcomes": AnalysisOutcome,
    }
    names = {key: sql.Identifier(m._meta.db_table) for key, m in models.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(BESIDE).format(**names))


def recorded() -> None:
    """Put the records of who is not derived anew beside those that were read."""
    with connection.cursor() as cursor:
        cursor.execute(AS_THEY_ARE)
        for model in FORMS.values():
            cursor.execute(_whole(model))


def conducted(cut: Cut) -> None:
    """Put the queries and the audit trail of the cut before those of today.

    After ``recorded``: the queries of who was not touched since are today's.
    """
    changes = sql.Identifier(Change._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_records(DataQuery))
        cursor.execute(_whole(DataQuery))
        cursor.execute(sql.SQL(CHANGES).format(table=changes, later=_after(cut)))


def _whole(model: type[models.Model]) -> sql.Composed:
    as_it_was = sql.Identifier(f"was_{model._meta.db_table}"[:63])
    return sql.SQL(WHOLE).format(**_names(model), as_it_was=as_it_was)
