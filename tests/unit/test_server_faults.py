"""What a fault run says of answers 500, from the log of the web process."""

from faults.told import server_faults

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
