"""Adding a field is one file and its migration: tried on a copy of the project."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT_BEHIND = shutil.ignore_patterns(
    ".venv", ".git", "var", "node_modules", "__pycache__", ".*_cache", "*.pyc", "*.mo"
)
MODEL = "registry/models/crs_episode.py"
BEFORE = "    peak_crp_mg_l = number("
FIELD = """\
    vasopressor_days = whole(
        "Days on a vasopressor",
        "升压药使用天数",
        span(0, 60),
        unit="d",
        usual=span(0, 10),
        taken="episode",
    )
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the project; its environment is shared, its state is its own."""
    place = tmp_path / "copy"
    shutil.copytree(ROOT, place, ignore=LEFT_BEHIND)
    return place


def run(place: Path, *words: str) -> str:
    """Run a Python command in the copy as if from a terminal of its own."""
    ours = ("PYTEST", "DAYZERO", "DATABASE", "VAR_DIR", "COV", "CELERY", "DJANGO")
    env = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    ran = subprocess.run(
        [sys.executable, *words],
        cwd=place,
        env=env | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-4000:]
    return ran.stdout


def sources(place: Path) -> dict[str, str]:
    """Return a digest of every file of the copy that is code or text."""
    return {
        str(file.relative_to(place)): sha256(file.read_bytes()).hexdigest()
        for file in place.rglob("*")
        if file.is_file() and file.suffix in {".py", ".html", ".csv", ".po", ".md"}
    }


@pytest.mark.slow
def test_a_field_is_one_file_and_its_migration(copy):
    before = sources(copy)
    model = copy / MODEL
    text = model.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    model.write_text(text.replace(BEFORE, FIELD + BEFORE), encoding="utf-8")
    name = "crs_vasopressor_days"
    run(copy, "manage.py", "makemigrations", "registry", "--name", name)
    after = sources(copy)
    changed = {file for file in after if after[file] != before.get(file)}
    (migration,) = changed - {MODEL}
    assert migration.startswith("registry/migrations/")
    assert migration.endswith(f"{name}.py")
    looked = "tests/platform/adding_a_field.py"
    said = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", looked)
    assert "7 passed" in said
