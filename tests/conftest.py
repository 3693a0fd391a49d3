"""The ground all tests stand on: a real database, a real broker, no network.

``db`` rolls back. ``committed_db``, ``live_server`` and ``transaction=True`` commit,
and get a fresh clone of the database afterwards: history refuses TRUNCATE.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
# A transaction that lasts for a module holds up every seal of the cluster meanwhile.
SEAL_OR_HOLD_IT_UP = (
    "tests/audit/",
    "tests/access/",
    "tests/api/test_exports.py",
    "tests/db/test_clock_set_back.py",
    "tests/platform/test_backup.py",
)
NEEDS_R = "suppressMessages({library(survival); library(cmprsk)})"


def pytest_configure(config: pytest.Config) -> None:
    """Compile the Chinese catalogue once, before any process asks for it."""
    if not hasattr(config, "workerinput"):
        from config.translations import compile_catalogue

        compile_catalogue()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the run's folder, when the last of its processes ends."""
    if hasattr(config, "workerinput"):
        return
    from tests.settings import PLACE

    PLACE.remove()


# ---- What a test may need


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs things that are not here, and keep together what must be."""
    for item in items:
        if any(part in item.nodeid for part in SEAL_OR_HOLD_IT_UP):
            item.add_marker(pytest.mark.xdist_group("seal"))
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason="the shared data are not here"))
        if item.get_closest_marker("r") and not _has_r():
            item.add_marker(pytest.mark.skip(reason="R with survival, cmprsk missing"))
        if item.get_closest_marker("browser") and not _chromium():
            item.add_marker(pytest.mark.skip(reason="Chromium is missing"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:
    """Let nothing be skipped in CI but what needs the shared data."""
    report = yield
    expected = item.get_closest_marker("shared") or hasattr(report, "wasxfail")
    if IN_CI and report.skipped and not expected:
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not accept: {report.longrepr}"
    return report


_found: dict[str, bool] = {}


def _has_r() -> bool:
    if "r" not in _found:
        command = ["Rscript", "-e", NEEDS_R]
        _found["r"] = (
            bool(shutil.which("Rscript"))
            and not subprocess.run(command, capture_output=True, check=False).returncode
        )
    return _found["r"]


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of reference data beside the checkout, for tests marked ``shared``."""
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium, for tests marked ``browser``."""
    path = _chromium()
    assert path is not None
    return path


@pytest.fixture(scope="session")
def rscript() -> str:
    """The path of Rscript, for tests marked ``r``."""
    path = shutil.which("Rscript")
    assert path is not None
    return path


@pytest.fixture(autouse=True)
def in_english() -> None:
    """Forget the language that the test before asked a page in."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True, scope="module")
def as_the_system() -> Iterator[None]:
    """Let tests see every centre; a request or ``acting`` inside sees its person's.

    Anew for each module: what the one before was left as is not what this one builds.

    A thread begins as nobody, who sees no rows: begin it with ``everywhere()``.
    """
    from registry.access.reach import everywhere

    with everywhere():
        yield


@pytest.fixture(autouse=True)
def as_the_system_again(as_the_system: None) -> Iterator[None]:
    """Forget as whom the test before went on."""
    from registry.access.reach import everywhere

    with everywhere():
        yield


# ---- Network


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse connections that leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not _is_here(str(address[0])):
            raise RuntimeError(f"A test reached for the network: {address}")
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def _is_here(host: str) -> bool:
    return host.startswith("127.") or host in ("::1", "localhost")


# ---- Database


@pytest.fixture(scope="session")
def postgres() -> Iterator[object]:
    """The run's PostgreSQL, shared by all workers."""
    from config.embedded.session import running
    from tests.settings import POSTGRES

    with running(POSTGRES):
        yield POSTGRES


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, postgres: object) -> None:
    """Give this worker a clone of the migrated template."""
    from django.test import TransactionTestCase

    from config.embedded.lease import locked
    from tests.settings import STATE

    with locked(STATE / "run" / "template"):
        if not (STATE / "template-is-ready").exists():
            _make_template()
            (STATE / "template-is-ready").touch()
        renew_database()
    TransactionTestCase._fixture_teardown = _renew_after  # type: ignore[method-assign]


def _make_template() -> None:
    from tests.settings import POSTGRES, TEMPLATE_NAME

    POSTGRES.create_database(TEMPLATE_NAME)
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "-v0"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        check=True,
    )


def renew_database() -> None:
    """Replace this worker's database by a fresh clone of the template."""
    from django.db import connections

    from tests.settings import DATABASE_NAME, POSTGRES, TEMPLATE_NAME

    connections.close_all()
    POSTGRES.clone_database(TEMPLATE_NAME, DATABASE_NAME)


def _renew_after(self: object) -> None:
    """Stand in for the flush after a committing test."""
    from django.contrib.contenttypes.models import ContentType

    renew_database()
    ContentType.objects.clear_cache()


@pytest.fixture
def committed_db(transactional_db: None) -> None:
    """A database in which the test commits, for threads and other processes."""


@pytest.fixture(scope="session")
def broker_url() -> Iterator[str]:
    """The address of the run's broker."""
    from config.embedded.session import running
    from tests.settings import BROKER

    with running(BROKER):
        yield BROKER.url()
