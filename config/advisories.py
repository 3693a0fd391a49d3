"""Ask whether what is pinned has known weaknesses, and say when nobody could be asked.

Run as ``python -m config.advisories``. pip-audit alone calls it "no known
vulnerabilities" when the advisory service knew none of the packages.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.folders import ROOT

PINNED = ROOT / "requirements-dev.txt"  # what runs is among them
SECONDS_FOR_AN_ANSWER = "5"
MUST = "must"


@dataclass(frozen=True, slots=True)
class Audit:
    """What the advisory service said: weaknesses, and how many it was asked of."""

    weaknesses: tuple[str, ...]
    audited: int
    asked: int


def audit(pinned: Path = PINNED) -> Audit:
    """Ask the advisory service about every pin of a file."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes"]
    command += ["--format", "json", "--progress-spinner", "off"]
    command += ["--timeout", SECONDS_FOR_AN_ANSWER, "--requirement", str(pinned)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return read(told.stdout, pins(pinned))


def pins(pinned: Path) -> int:
    """Return how many packages a file pins."""
    return sum("==" in line for line in pinned.read_text().splitlines())


def read(told: str, asked: int) -> Audit:
    """Return what pip-audit ``told``; nothing readable means that nobody answered."""
    try:
        packages: Sequence[dict[str, Any]] = json.loads(told)["dependencies"]
    except ValueError:
        return Audit((), 0, asked)
    answered = [one for one in packages if "vulns" in one]
    weaknesses = tuple(_line(one, weak) for one in answered for weak in one["vulns"])
    return Audit(weaknesses, len(answered), max(asked, len(packages)))


def _line(package: dict[str, Any], weakness: dict[str, Any]) -> str:
    mended = ", ".join(weakness.get("fix_versions", ())) or "no release yet"
    return f"{package['name']} {package['version']}: {weakness['id']}; mended: {mended}"


def verdict(found: Audit, *, must: bool) -> tuple[int, str]:
    """Return the exit code and what to say.

    A known weakness fails always; an audit that could not be made, where it ``must``.
    """
    if found.weaknesses:
        listed = "\n  ".join(found.weaknesses)
        return 1, f"Known weaknesses; pin the mended releases:\n  {listed}"
    left = found.asked - found.audited
    if not left:
        return 0, f"No known weakness in {found.asked} pinned packages."
    says = (
        f"NOT AUDITED: the advisory service answered for {found.audited} of "
        f"{found.asked} pinned packages. This is no pass: run `make lint-advisories` "
        "where the Python Package Index is reached; before a release, with "
        "ADVISORIES=must."
    )
    return int(must), says


def main() -> int:
    """Audit the pins and say how it ended."""
    must = os.environ.get("ADVISORIES") == MUST
    code, says = verdict(audit(), must=must)
    print(says, file=sys.stderr if code or "NOT" in says else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
