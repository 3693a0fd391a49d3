"""What attacks need: two centres to attack, and how hard to try."""

import os

import pytest

from tests.access.conftest import world

__all__ = ["full", "world"]


@pytest.fixture(scope="session")
def full() -> bool:
    """Tell whether every attack is tried in full, as ``make attacks`` does."""
    return os.environ.get("ATTACKS") == "full"
