"""Have a workbook read by a process of its own, with so much memory and time.

How much a workbook takes is known only by reading it: 1,453 bytes with one cell at the
sheet's far corner are 17 thousand million cells, and the allocation ends the process.
ADR 107.
"""

import io
import pickle
import subprocess
import sys
from datetime import date, datetime, time, timedelta, timezone
from threading import Lock
from typing import Any

from config.folders import ROOT
from registry.intake.table import Formula

READER = [sys.executable, "-m", "registry.intake.unpacking"]
SECONDS = 90
_KNOWN = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (date, datetime, time, timedelta, timezone, Formula)
}
# The memory of one reader is stated; that of many at once would not be.
_one_at_a_time = Lock()


class Cells(pickle.Unpickler):
    """Takes cells from the reader, and nothing that runs."""

    def find_class(self, module: str, name: str) -> Any:
        """Return one of the types that a cell has."""
        kind = _KNOWN.get((module, name))
        if kind is None:
            raise pickle.UnpicklingError(f"{module}.{name} is no cell")
        return kind


def cells_apart(content: bytes) -> tuple[str, Any]:
    """Return ``("cells", grids)``, or why there are none and what about.

    The reasons: password, far, format, and limit for whatever took too much.
    """
    try:
        with _one_at_a_time:
            read = subprocess.run(
                READER,
                input=content,
                capture_output=True,
                cwd=ROOT,
                timeout=SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        return "limit", ()
    if read.returncode:
        return "limit", ()
    told = Cells(io.BytesIO(read.stdout)).load()
    return (told[0], told[1]) if told[0] == "cells" else (told[1], told[2])
