"""``manage.py grade`` as others call it: JSON in, JSON out, no database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PURE = (
    "import sys, registry.grading; "
    "print([m for m in ('django', 'numpy', 'psycopg') if m in sys.modules])"
)


def run(engine, text):
    """Return the finished process."""
    return subprocess.run(
        [sys.executable, "manage.py", "grade", engine],
        input=text,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_an_object_gives_an_object():
    done = run("agvhd_magic", '{"skin": 4, "liver": null}')
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["grade"] == 4


def test_a_list_gives_a_list_in_order_with_invalid_findings_in_place():
    done = run("agvhd_magic", '[{"skin": 4}, {"skin": 9}, {}, 7]')
    assert done.returncode == 0, done.stderr
    first, second, third, fourth = json.loads(done.stdout)
    assert first["grade"] == 4
    assert (second["grade"], second["errors"], second["missing"]) == (
        None,
        ["skin"],
        [],
    )
    assert third["missing"] == ["liver", "lower_gi", "skin", "upper_gi"]
    assert fourth["errors"] == ["findings"]


def test_an_unknown_engine_is_refused_with_the_names_of_the_engines():
    done = run("magic", "{}")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "agvhd_magic" in done.stderr


@pytest.mark.parametrize("text", ["{", "3"])
def test_what_is_no_json_of_findings_is_refused(text):
    done = run("agvhd_magic", text)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "list" in done.stderr


def test_grading_needs_no_framework():
    done = subprocess.run(
        [sys.executable, "-c", PURE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "[]"
