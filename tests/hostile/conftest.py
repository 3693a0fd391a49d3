"""What attacks need: two centres to attack, and how hard to try."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.access.world import World, build


@pytest.fixture(scope="session")
def full() -> bool:
    """Tell whether every attack is tried in full, as ``make attacks`` does."""
    return os.environ.get("ATTACKS") == "full"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Both centres, in a transaction that is taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
