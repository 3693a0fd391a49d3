"""Time all statistics of 10^6 patients from a table of PostgreSQL, in one run.

4 groups, two causes, days up to 5000: Kaplan-Meier with limits, medians, incidence with
both variances, log-rank and Gray's tests. Against the bare GROUP BY, statsmodels and R.
Needs no database but its own, which it makes and removes; and R, survival, cmprsk.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
import psycopg
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

sys.path.insert(0, str(Path(__file__).parents[1]))

from rounds import say, seconds, seconds_in_r

from config.embedded.place import Place
from config.embedded.postgres import OWNER, Postgres
from config.embedded.session import running
from outcomes.estimators import (
    Counts,
    KaplanMeier,
    aalen_johansen,
    gray_test,
    kaplan_meier,
    log_rank,
    quantile,
)

PATIENTS = 1_000_000
GROUPS = ("A", "B", "C", "D")
CELLS = "SELECT day, cause, arm, count(*) AS many FROM patients GROUP BY 1, 2, 3"
# COPY's binary form: a header, then a row's number of columns and each one's length.
HEADER, ROW = (
    19,
    np.dtype(
        [("columns", ">i2")]
        + [
            (name, kind)
            for column in ("day", "cause", "arm", "many")
            for name, kind in ((f"{column}_length", ">i4"), (column, ">i8"))
        ]
    ),
)


def patients() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return day, cause and group: two causes, 43 % events, days up to 5000."""
    random = np.random.default_rng(20240301)
    group = random.integers(0, len(GROUPS), PATIENTS)
    event = random.exponential(4000 * (1 + 0.1 * group))
    censored = random.uniform(0, 5000, PATIENTS)
    day = np.floor(np.minimum(event, censored))
    cause = np.where(event <= censored, random.integers(1, 3, PATIENTS), 0)
    return day, cause, group


def stored(connection: psycopg.Connection, *columns: np.ndarray) -> None:
    """Put the rows of analysis into a table."""
    connection.execute("CREATE TABLE patients (day int, cause smallint, arm smallint)")
    with connection.cursor().copy("COPY patients FROM STDIN") as copy:
        for row in zip(
            *(column.astype(int).tolist() for column in columns), strict=True
        ):
            copy.write_row(row)
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE patients")


def counted(connection: psycopg.Connection) -> Counts:
    """Let the database count, and take the cells."""
    wide = ", ".join(f"{x}::int8" for x in ("day", "cause", "arm", "many"))
    asked = f"COPY (SELECT {wide} FROM ({CELLS}) x) TO STDOUT (FORMAT BINARY)"
    with connection.cursor().copy(asked) as copy:
        found = b"".join(bytes(block) for block in copy)
    rows = np.frombuffer(found[:-2], ROW, offset=HEADER)
    day, cause, arm, many = (
        rows[name].astype(np.int64) for name in ("day", "cause", "arm", "many")
    )
    return Counts.from_rows(
        day, cause, arm, n_causes=2, groups=GROUPS, multiplicity=many
    )


def statistics(counts: Counts) -> None:
    """Everything that a dashboard shows of the counts."""
    for name in GROUPS:
        curve = kaplan_meier(counts, name)
        assert isinstance(curve, KaplanMeier), curve
        curve.limits("log-log")
        quantile(curve)
        aalen_johansen(counts, name)
    log_rank(counts)
    for cause in (1, 2):
        gray_test(counts, cause)


def in_statsmodels(day: np.ndarray, cause: np.ndarray, group: np.ndarray) -> None:
    """The same in statsmodels, which has no Gray's test and no log-log limits."""
    for code in range(len(GROUPS)):
        mine = group == code
        SurvfuncRight(day[mine], (cause[mine] > 0).astype(int)).quantile(0.5)
        CumIncidenceRight(day[mine], cause[mine])
    survdiff(day, (cause > 0).astype(int), group)


def main() -> None:
    day, cause, group = patients()
    with tempfile.TemporaryDirectory(prefix="dayzero-bench-") as folder:
        place = Place(Path(folder))
        place.create()
        server = Postgres(place)
        with running(server):
            server.create_database("bench")
            with psycopg.connect(server.url(OWNER, "bench")) as connection:
                stored(connection, day, cause, group)
                bare = f"SELECT sum(many) FROM ({CELLS}) x"
                say(
                    "everything_from_1e6_rows_in_postgresql",
                    seconds(lambda: statistics(counted(connection)), 5),
                    bare_group_by=seconds(
                        lambda: connection.execute(bare).fetchall(), 5
                    ),
                )
                counts = counted(connection)
    say(
        "arithmetic_of_1e6_patients",
        seconds(lambda: statistics(counts), 5),
        statsmodels_without_gray=seconds(lambda: in_statsmodels(day, cause, group)),
        r=seconds_in_r("counts", {"day": day, "cause": cause, "group": group}),
    )


if __name__ == "__main__":
    main()
