"""What attacks need: two centres to attack, and how hard to try."""

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import pytest

from tests.access.conftest import world

__all__ = ["full", "shard", "world"]

One = TypeVar("One")


@pytest.fixture(scope="session")
def full() -> bool:
    """Tell whether every attack is tried in full, as ``make attacks`` does."""
    return os.environ.get("ATTACKS") == "full"


class Shard:
    """A part of every attack, for runs one after another: ``SHARD=2/8`` of eight."""

    def __init__(self, said: str) -> None:
        number, parts = map(int, said.split("/"))
        self.number, self.parts = number - 1, parts

    def of(self, attacks: Sequence[One]) -> Iterator[One]:
        """Yield those that are this run's."""
        return islice(attacks, self.number, None, self.parts)


@pytest.fixture(scope="session")
def shard() -> Shard:
    """Return which part of the attacks this run tries: all of it unless told."""
    return Shard(os.environ.get("SHARD", "1/1"))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was tried and what came of it, which a green dot does not."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                terminalreporter.write_line(f"{name}: {value}")
