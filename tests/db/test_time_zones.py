"""Server, process and database session in another zone: the same figures and trail."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import a_patient, day
from tests.db.pipeline.conftest import a_cohort, a_transplanted
from tests.settings import DATABASE_NAME, POSTGRES

ROOT = Path(__file__).parents[2]
ZONES = ("UTC", "Asia/Shanghai", "America/New_York")
# Saves, derives everything, seals, recounts: each in a process of that zone.
WORK = """
import json, sys, time
import django
django.setup()
from django.core.management import call_command
from faults.settled import state
from outcomes.pipeline.everything import recompute
from registry.access.reach import everywhere
from registry.models import Change, Patient
from registry.services.records import save_patient
from tests.builders import a_data_manager
from tests.sealing import seal_all
with everywhere():
    patient = Patient.objects.get(study_no="ZONED")
    save_patient(patient_id=patient.pk, values={"weight_kg": int(sys.argv[1])},
                 actor=a_data_manager().actor(), reason="weighed")
    recompute(everything=True)
    seal_all()
    call_command("verify_audit")
    row = Patient.history.filter(id=patient.pk).latest("history_id")
    print(json.dumps({"state": state(), "zone": time.tzname[0],
                      "version": row.version, "at": row.history_date.isoformat(),
                      "sealed": Change.objects.count()}))
"""


@pytest.fixture
def registry(committed_db):
    """A small registry with a leap day, the ends of summer time, and a late evening."""
    a_cohort()
    a_patient(study_no="ZONED")
    for followed in (45, 46, 289, 290, 800):  # 29 February, 31 March, 30 October 2024
        a_transplanted(car_t=followed % 2 == 0, followed=followed)
    assert str(day(45)) == "2024-02-29"


def work_in(zone: str, weight: int, heads: Path) -> dict:
    """Work in a process, and a server, of this zone."""
    with POSTGRES.superuser(DATABASE_NAME) as server:
        server.execute(f"ALTER DATABASE {DATABASE_NAME} SET timezone TO '{zone}'")
    zoned = {
        "DAYZERO_AUDIT_HEADS": str(heads),
        "TZ": zone,
        "PGTZ": zone,
        "DAYZERO_TIME_ZONE": zone,
    }
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(weight)],
        cwd=ROOT,
        env={**os.environ, **settings, **zoned},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_zone_changes_no_figure_and_breaks_no_seal(registry, tmp_path):
    heads = tmp_path / "heads.jsonl"
    begun = datetime.now(UTC)
    told = {zone: work_in(zone, 50 + n, heads) for n, zone in enumerate(ZONES)}
    assert told["Asia/Shanghai"]["zone"] == "CST"
    assert told["UTC"]["state"]["snapshots"]
    for zone in ZONES[1:]:
        assert told[zone]["state"] == told["UTC"]["state"], zone
    times = [datetime.fromisoformat(told[zone]["at"]) for zone in ZONES]
    assert times == sorted(times)
    assert begun < times[0] <= times[-1] < begun + timedelta(minutes=10)
    assert [told[zone]["version"] for zone in ZONES] == [2, 3, 4]
