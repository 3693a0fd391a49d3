"""``manage.py estimate``: JSON alone on standard output, and no database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[3]
ROWS = "days,what,arm\n10,1,A\n20.5,0,A\n15,2,B\n30,1,B\n"


@pytest.fixture
def patients(tmp_path):
    path = tmp_path / "patients.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def estimate(path, *more):
    out = io.StringIO()
    call_command(
        "estimate", str(path), "--time=days", "--status=what", *more, stdout=out
    )
    return json.loads(out.getvalue())


def test_it_needs_no_database_and_prints_json_alone(patients):
    """The address of the database leads nowhere."""
    command = ["estimate", patients, "--time", "days", "--status", "what"]
    more = ["--group", "arm", "--at", "12,25", "--conf-type", "arcsin"]
    done = subprocess.run(
        [sys.executable, "manage.py", *command, *more],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"},
        capture_output=True,
        text=True,
        check=True,
    )
    shape = json.loads(done.stdout)
    assert shape["conf_type"] == "arcsin"
    assert [group["group"] for group in shape["groups"]] == ["A", "B"]
    assert shape["groups"][0]["km"][0] | {"lower": 0, "upper": 0} == {
        "time": 12, "n_risk": 1, "estimate": 0.5, "std_err": pytest.approx(0.5**1.5),
        "lower": 0, "upper": 0,
    }  # fmt: skip


def test_one_group_without_a_column(patients):
    shape = estimate(patients, "--at=12.5")
    assert shape["groups"][0]["n"] == 4
    assert shape["groups"][0]["km"][0]["time"] == 12.5
    assert shape["conf_type"] == "log-log"


def test_a_status_that_is_no_cause_is_named_at_once(tmp_path):
    path = tmp_path / "patients.csv"
    path.write_text("days,what\n5,20190101\n", encoding="utf-8")
    with pytest.raises(CommandError, match="row 2: what '20190101'"):
        estimate(path, "--at=5")


def test_a_byte_order_mark_of_a_spreadsheet_is_read(patients):
    patients.write_text(ROWS, encoding="utf-8-sig")
    assert estimate(patients, "--at=12")["groups"][0]["n"] == 4


def test_rows_that_cannot_be_used_are_listed_by_number(patients):
    rows = ROWS + "NA,1,A\n5,x,A\n5,-1,A\n5,1,\n" + "-3,0.5,A\n" * 6
    patients.write_text(rows, encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        estimate(patients, "--group=arm", "--at=12")
    lines = str(refusal.value).splitlines()
    assert lines[1] == "row 6: days 'NA' is not a day >= 0"
    assert lines[4] == "row 9: arm is empty"
    assert lines[-1] == "and 6 more"


def test_few_bad_rows_are_all_listed(patients):
    patients.write_text(ROWS + "NA,1,A\n", encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        estimate(patients, "--at=12")
    assert len(str(refusal.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "more", "says"),
    [
        (ROWS.encode(), ["--group=sex"], "no column 'sex'"),
        (b"days,what\n", [], "no rows"),
        (b"", [], "no column 'days'"),
        ("days,what,组\n".encode("gb18030"), [], "cannot be read as CSV"),
    ],
)
def test_files_that_cannot_be_used_say_why(patients, content, more, says):
    patients.write_bytes(content)
    with pytest.raises(CommandError, match=says):
        estimate(patients, "--at=12", *more)


@pytest.mark.parametrize("at", ["x", "-1", "1,,2", "inf", "nan"])
def test_days_to_read_at_are_numbers(patients, at):
    with pytest.raises(CommandError, match="give days >= 0"):
        estimate(patients, f"--at={at}")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        estimate(tmp_path / "none.csv", "--at=12")
