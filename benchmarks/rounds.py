"""The best of a few rounds, here and in R, said as one JSON line each."""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

SCRIPT = Path(__file__).with_name("survival.R")


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the best wall time of a few rounds."""
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def seconds_in_r(part: str, columns: dict[str, np.ndarray], rounds: int = 2) -> float:
    """Return R's best wall time for one part of ``survival.R`` on these columns."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        raise SystemExit("these ratios need R with survival and cmprsk: install it")
    with tempfile.TemporaryDirectory(prefix="dayzero-bench-") as folder:
        path = Path(folder) / "rows.csv"
        rows = np.column_stack(list(columns.values()))
        np.savetxt(
            path, rows, delimiter=",", fmt="%.10g", header=",".join(columns),
            comments="",
        )  # fmt: skip
        done = subprocess.run(
            [rscript, SCRIPT, part, path, str(rounds)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return float(done.stdout)


def say(name: str, value: float, **against: float) -> None:
    """Print one line: seconds, and those of others divided by ours."""
    for other, theirs in against.items():
        line = {
            "name": name,
            "value": round(value, 5),
            "unit": "s",
            "against": other,
            "times_as_fast": round(theirs / value, 2),
        }
        print(json.dumps(line), flush=True)
