"""What is logged says where it failed, and nothing of whom."""

import json
import logging
import logging.config
from io import StringIO

import pytest
import structlog

from config.logs import logging_config


def logged(*, as_json: bool) -> str:
    """Log a failure beside a patient's name, and give what was written."""
    described = logging_config(as_json=as_json)["formatters"]["line"]
    formatter = described.pop("()")(**described)
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logger = logging.Logger("registry.views")
    logger.addHandler(handler)
    patient_name = "Zhang San"
    try:
        raise LookupError(f"no form for {len(patient_name)} letters")
    except LookupError:
        logger.exception("could not open the form")
    return written.getvalue()


@pytest.fixture(autouse=True)
def _restored():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_shows_the_code_and_no_values(as_json):
    said = logged(as_json=as_json)
    assert "LookupError" in said
    assert "test_logs.py" in said
    assert "Zhang San" not in said


def test_production_logs_one_json_object_a_line():
    (line,) = logged(as_json=True).splitlines()
    entry = json.loads(line)
    assert entry["event"] == "could not open the form"
    assert entry["level"] == "error"
    assert entry["logger"] == "registry.views"
