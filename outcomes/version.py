"""Which code computed a number: the release, and a digest of what derives it."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
DERIVING = (
    "outcomes/baseline.py",
    "outcomes/courses.py",
    "outcomes/grades.py",
    "outcomes/imputation.py",
    "outcomes/states.py",
    "outcomes/timelines",
    "outcomes/endpoints",
    "outcomes/estimators",
    "outcomes/cohorts",
    "outcomes/pipeline",
    "outcomes/regressions",
    "registry/access/consent.py",
    "registry/checks/case.py",
    "registry/checks/counts.py",
    "registry/checks/fatal.py",
    "registry/checks/graded.py",
    "registry/checks/graded_hsct.py",
    "registry/checks/graded_iec_hs.py",
    "registry/codelists",
    "registry/grading",
    "registry/models/patient.py",
    "registry/queries/cases.py",
    "registry/queries/derived",
    "registry/variables",
)
# What makes of results the figures and words that somebody is shown.
DRAWING = ("outcomes/behind", "outcomes/disclosure", "outcomes/figures", "locale")
RELEASE = "0.1.0"


@cache
def code_version() -> str:
    """Return the release with eight digits of the deriving sources' digest.

    Two installations of one release agree; a local change shows.
    """
    return f"{RELEASE}+{_digest(DERIVING)}"


@cache
def drawing_version() -> str:
    """Return eight digits of what draws and says results: they change what is kept."""
    return _digest(DRAWING)


def _digest(names: Iterable[str]) -> str:
    digest = sha256()
    for name in names:
        place = ROOT / name
        for file in _sources(place) if place.is_dir() else [place]:
            digest.update(file.relative_to(ROOT).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def _sources(folder: Path) -> list[Path]:
    return sorted([*folder.rglob("*.py"), *folder.rglob("*.po")])
