"""The study's table from the registry's own dataset, recomputed in Python.

    DAYZERO_URL=https://registry.example.org DAYZERO_TOKEN=... python study_table.py

Needs numpy alone. DAYZERO_COHORT names a cohort and DAYZERO_CUT a data cut; without
them, everything that the token may see, as it is now. Prints CSV: one line for each
endpoint and arm, read at two years (730 days), as study_table.R does.
"""

import csv
import io
import json
import math
import os
import sys
import time
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import numpy as np

HORIZON = 730
SURVIVAL, COMPETING = ("OS", "LFS"), ("RI", "NRM")
HEAD = ["endpoint", "arm", "estimate", "std_err", "lower", "upper"]
HEAD += ["n_risk", "chisq", "p"]


def fetch():
    """Return the rows of adtte."""
    asked = {
        "cohort": os.environ.get("DAYZERO_COHORT"),
        "cut": os.environ.get("DAYZERO_CUT"),
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    address = f"{os.environ['DAYZERO_URL']}/api/v1/exports/adtte.csv?{query}"
    answer = opened(address)
    if answer.status == 202:  # so many rows that a worker writes the file
        answer = opened(written(answer.headers["Location"]))
    with answer:
        return list(csv.DictReader(io.TextIOWrapper(answer, "utf-8")))


def opened(address):
    """Return the registry's answer."""
    token = {"Authorization": f"Token {os.environ['DAYZERO_TOKEN']}"}
    return urlopen(Request(address, headers=token))


def written(job):
    """Return where the file of a job is, once it is written."""
    while True:
        with opened(job) as answer:
            told = json.load(answer)
        if told["file"]:
            return told["file"]
        if "Retry-After" not in answer.headers:
            sys.exit(f"The file was not written: {told['state']}, {told['problem']}")
        time.sleep(int(answer.headers["Retry-After"]))


def counts(rows, endpoint):
    """Return arms, event days, and by arm and day: at risk, events by cause."""
    own = [row for row in rows if row["PARAMCD"] == endpoint and row["TRT01A"]]
    arms = sorted({row["TRT01A"] for row in own})
    day = np.array([int(row["AVAL"]) for row in own])
    cause = np.array([int(row["CAUSE"]) for row in own])
    arm = np.array([arms.index(row["TRT01A"]) for row in own])
    days = np.unique(day[cause > 0])
    risk = np.array(
        [[(day[arm == k] >= t).sum() for t in days] for k in range(len(arms))]
    )
    events = [
        np.array(
            [
                [((day == t) & (arm == k) & (cause == c)).sum() for t in days]
                for k in range(len(arms))
            ]
        )
        for c in range(1, max(cause.max(), 2) + 1)
    ]
    last = np.array([(day[arm == k] >= HORIZON).sum() for k in range(len(arms))])
    return arms, days, risk.astype(float), np.array(events, float), last


def left(steps, start):
    """Return the left limits of step functions."""
    first = np.full((*steps.shape[:-1], 1), start)
    return np.concatenate([first, steps[..., :-1]], axis=-1)


def p_value(chisq):
    """Return the upper tail of chi-squared with one degree of freedom."""
    return math.erfc(math.sqrt(chisq / 2))


def kaplan_meier(rows, endpoint):
    """Yield one line an arm: survival with log-log limits, and the log-rank test."""
    arms, days, n, events, last = counts(rows, endpoint)
    d, safe = events[0], np.maximum(n, 1)
    read = days <= HORIZON
    total, all_n = d.sum(0), n.sum(0)
    expected = (total * n[0] / all_n).sum()
    tied = np.where(all_n > 1, (all_n - total) / np.maximum(all_n - 1, 1), 0)
    variance = (total * n[0] * n[1] / all_n**2 * tied).sum()
    chisq = (d[0].sum() - expected) ** 2 / variance
    for k, arm in enumerate(arms):
        s = np.prod((1 - d[k] / safe[k])[read])
        ratio = d[k] / safe[k] / np.maximum(n[k] - d[k], 1)
        greenwood = ratio[read].sum()
        half = 1.959963984540054 * math.sqrt(greenwood) / abs(math.log(s))
        limits = [s ** math.exp(half), s ** math.exp(-half)]
        yield [
            endpoint,
            arm,
            s,
            s * math.sqrt(greenwood),
            *limits,
            last[k],
            chisq,
            p_value(chisq),
        ]


def aalen_johansen(rows, endpoint):
    """Yield one line an arm: incidence beside what competes, and Gray's test."""
    arms, days, n, events, _last = counts(rows, endpoint)
    own, others, safe = events[0], events[1:].sum(0), np.maximum(n, 1)
    survival = np.cumprod(1 - (own + others) / safe, axis=1)
    incidence = np.cumsum(left(survival, 1.0) * own / safe, axis=1)
    chisq = gray(n, own, others, survival, incidence)
    step = np.searchsorted(days, HORIZON, side="right") - 1
    for k, arm in enumerate(arms):
        yield [endpoint, arm, incidence[k, step], "", "", "", "", chisq, p_value(chisq)]


def gray(n, own, others, survival, incidence):
    """Return Gray's chi-squared for two groups (Ann Stat 1988;16:1141), as cmprsk."""
    before = left(survival, 1.0)
    risk = np.divide(n, before, out=np.zeros_like(n), where=n > 0)
    scale, own_all = risk.sum(0), own.sum(0)
    f = np.cumsum(own_all / scale)
    q = risk * (1 - left(incidence, 0.0))
    score = (own[0] - own_all * q[0] / np.maximum(q.sum(0), 1e-300)).sum()
    a = np.array([risk[0] - risk[0] ** 2 / scale, -risk[0] * risk[1] / scale])
    remaining = scale * (1 - left(f, 0.0))
    c = np.cumsum(a * own_all / remaining, axis=-1)
    later = c[:, -1:] - c
    s4 = np.divide(1 - f, survival, out=np.zeros_like(survival), where=survival > 0)
    size = scale * before - 1
    tied = np.where((own_all > 1) & (n > 0), (own_all - 1) / np.where(size, size, 1), 0)
    safe = np.maximum(n, 1)
    own_weight = np.where(n > 0, (1 - tied) * before * own_all / scale / safe, 0)
    hyper = 1 - np.maximum(others - 1, 0) / np.maximum(safe - 1, 1)
    other_weight = before**2 * others / safe**2 * hyper
    variance = ((a + (1 - s4) * later) ** 2 * own_weight).sum()
    variance += ((s4 * later) ** 2 * other_weight).sum()
    return score**2 / variance


def table(rows):
    """Yield the lines of the table."""
    for endpoint in SURVIVAL:
        yield from kaplan_meier(rows, endpoint)
    for endpoint in COMPETING:
        yield from aalen_johansen(rows, endpoint)


if __name__ == "__main__":
    out = csv.writer(sys.stdout)
    out.writerow(HEAD)
    out.writerows(table(fetch()))
