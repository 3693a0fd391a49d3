"""Time Cox (10^5 patients, 8 covariates) and Fine-Gray (10^4, 8) against R, in one run.

Needs R with survival and cmprsk. R's Fine-Gray alone takes a minute or more.
"""

import sys
from pathlib import Path
from typing import Any

import numpy as np
from statsmodels.duration.hazard_regression import PHReg

sys.path.insert(0, str(Path(__file__).parents[1]))

from rounds import say, seconds, seconds_in_r

from outcomes.estimators.regression import Design, cox_regression, fine_gray

COVARIATES = [f"x{number}" for number in range(1, 9)]


def patients(many: int) -> dict[str, np.ndarray[Any, Any]]:
    """Return day, cause and eight covariates: two causes, days up to 5000."""
    random = np.random.default_rng(20240302)
    columns: dict[str, Any] = {
        name: random.normal(size=many) for name in COVARIATES[:4]
    }
    columns |= {name: random.integers(0, 2, many) for name in COVARIATES[4:]}
    risk = 0.2 * sum(columns.values())
    event, censored = (
        random.exponential(4000 / np.exp(risk)),
        random.uniform(0, 5000, many),
    )
    day = np.floor(np.minimum(event, censored)) + 1
    cause = np.where(event <= censored, random.integers(1, 3, many), 0)
    return {"day": day, "cause": cause} | columns


def main() -> None:
    rows = patients(100_000)
    design = Design.of({name: rows[name] for name in COVARIATES})
    day, event = rows["day"], (rows["cause"] > 0).astype(int)
    theirs = PHReg(day, design.matrix, status=event, ties="efron")
    say(
        "cox_1e5_patients_8_covariates",
        seconds(lambda: cox_regression(design, day, event)),
        r_coxph=seconds_in_r("cox", rows),
        statsmodels=seconds(lambda: theirs.fit(disp=False), 1),
    )
    rows = patients(10_000)
    design = Design.of({name: rows[name] for name in COVARIATES})
    say(
        "fine_gray_1e4_patients_8_covariates",
        seconds(lambda: fine_gray(design, rows["day"], rows["cause"])),
        r_crr=seconds_in_r("fine_gray", rows, rounds=1),
    )


if __name__ == "__main__":
    main()
