"""What is logged says where it failed, and nothing of whom."""

import json
import logging
import logging.config
import re
import subprocess
import sys
from io import StringIO
from urllib.request import urlopen

import pytest
import structlog

from config.logs import logging_config

NAME = "Zhang San"


def logged(*args, as_json):
    """Log a failure beside a patient's name, and give what was written."""
    described = logging_config(as_json=as_json)["formatters"]["line"]
    formatter = described.pop("()")(**described)
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logger = logging.Logger("registry.views")
    logger.addHandler(handler)
    beside = NAME
    try:
        read(beside, quoted=as_json)
    except LookupError:
        logger.exception(*args or ["could not open the form"])
    return written.getvalue()


def read(value, *, quoted):
    """Fail, because of what quotes a value as a database does."""
    try:
        raise ValueError(f"Failing row contains ({value})" if quoted else "A row fails")
    except ValueError as error:
        raise LookupError(f"no form {value if quoted else ''}") from error


@pytest.fixture(autouse=True)
def _restored():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_shows_the_code_and_no_values(as_json):
    said = logged(as_json=as_json)
    assert "LookupError" in said
    assert "ValueError" in said
    assert "test_logs.py" in said
    assert NAME not in said


def test_a_task_that_failed_is_logged_without_what_its_error_quotes():
    words = "Task %(name)s raised unexpected: %(exc)s"
    said = logged(words, {"name": "registry.seal", "exc": NAME}, as_json=True)
    assert "Task registry.seal raised unexpected: LookupError" in said
    assert NAME not in said


def test_production_logs_one_json_object_a_line():
    (line,) = logged(as_json=True).splitlines()
    entry = json.loads(line)
    assert entry["event"] == "could not open the form"
    assert entry["level"] == "error"
    assert entry["logger"] == "registry.views"


def test_a_requests_line_is_one_and_has_no_query():
    """Of gunicorn with its settings of production, before an application of a line."""
    served = [sys.executable, "-m", "gunicorn", "wsgiref.simple_server:demo_app"]
    options = ["--config", "config/gunicorn.py", "--bind", "127.0.0.1:0", "--workers=1"]
    process = subprocess.Popen([*served, *options], stderr=subprocess.PIPE, text=True)
    try:
        lines = (json.loads(line) for line in process.stderr)
        events = (line["event"] for line in lines)
        said = next(event for event in events if event.startswith("Listening at"))
        address = re.search(r"http://\S+", said)[0]
        urlopen(f"{address}/x%0aforged?q=Zhang", timeout=10).close()
        line = next(line for line in lines if line["event"] == "request")
    finally:
        process.terminate()
        process.communicate()
    assert (line["path"], line["status"]) == ("/x%0Aforged", 200)
    assert "Zhang" not in json.dumps(line)
