"""What a fault run says of answers 500, from the log of the web process."""

from faults.http import Edit
from faults.injecting import Fault
from faults.told import drawn, server_faults, table

LOG = """\
2026-11-26T07:00:00Z [info     ] started [root]
2026-11-26T07:00:01Z [error    ] Internal Server Error: /patients/12/edit/ [django]
Traceback (most recent call last):
  File "a.py", line 1, in read
    return load()
psycopg.DataError: date too large

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "b.py", line 2, in view
    return read()
django.db.utils.DataError: date too large
2026-11-26T07:00:02Z [error    ] Internal Server Error: /patients/7/edit/ [django]
Traceback (most recent call last):
  File "a.py", line 1, in read
    return load()
psycopg.DataError: date too large
2026-11-26T07:00:03Z [error    ] Internal Server Error: /home [django]
"""


def test_each_kind_is_told_once_with_its_first_cause(tmp_path):
    log = tmp_path / "web.log"
    log.write_text(LOG)
    assert server_faults(log) == [
        "2 × /patients/N/edit/: psycopg.DataError: date too large",
        "1 × /home: no traceback",
    ]


def test_the_table_has_what_was_answered_503_and_what_was_left_out():
    edits = [
        Edit("a", "form", 1, begun=0, ended=9, seconds=1, saved=True, told_to_wait=3),
        Edit("b", "form", 2, begun=8, ended=9, seconds=1, saved=True, failures=["500"]),
    ]
    killed = Fault("PostgreSQL kill -9", 1, 2)
    lines = table([edits[1]], edits, [killed], [], ["disk full"])
    told = {line.fault: (line.times, line.failed, line.told) for line in lines}
    assert told == {
        "none (quiet)": (0, 1, 0),
        "PostgreSQL kill -9": (1, 0, 3),
        "disk full": (0, 0, 0),
        "all": (1, 1, 3),
    }
    rows = {row.split("|")[1].strip(): row for row in drawn(lines).splitlines()}
    assert "| left out |" in rows["disk full"]
    assert "left out" not in rows["none (quiet)"]
