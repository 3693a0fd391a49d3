"""Fifty people at work for a while: what they wait, and whether memory stays.

They read lists, patients and forms, search, and now and then save, with pauses of some
seconds, through signed-in sessions on the web processes, workers and servers of a
whole installation. Prints one JSON line each: percentiles by kind of page, answers
that were none, and the memory of web and worker in the run's second quarter and in its
last, which is to be the same. ``BENCH_MINUTES`` says how long (1 without it; 10 is the
design target), ``--people`` and ``--patients`` how many.
"""

import argparse
import json
import os
import random
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from faults.folder import name_folder

MINUTES = float(os.environ.get("BENCH_MINUTES", "1"))
PAUSE = (2.0, 8.0)
SAMPLE_SECONDS = 2.0
# How often each is done, of so many.
KINDS = {
    "home": 2,
    "list": 5,
    "list, further": 2,
    "search": 3,
    "quick find": 3,
    "patient": 8,
    "form": 4,
    "dashboard": 2,
    "save": 2,
}


class Person:
    """Somebody with a browser, until told to stop."""

    def __init__(self, url: str, name: str, patients: list[tuple[int, str]]) -> None:
        from faults.http import Browser
        from faults.population import PASSWORD

        self.chance, self.patients = random.Random(name), patients
        self.browser = Browser(url, name, PASSWORD)
        self.taken: list[tuple[str, float]] = []
        self.failed: list[str] = []

    def work(self, ended: threading.Event) -> None:
        """Do one thing after the other, with pauses."""
        time.sleep(self.chance.uniform(0, PAUSE[1]))
        while not ended.is_set():
            [kind] = self.chance.choices([*KINDS], [*KINDS.values()])
            patient, number = self.chance.choice(self.patients)
            answer = self._done(kind, patient, number)
            self.taken.append((kind, answer.seconds))
            if answer.status != 200 or "/sign-in/" in answer.text[:2000]:
                self.failed.append(f"{kind}: {answer.status}")
            ended.wait(self.chance.uniform(*PAUSE))

    def _done(self, kind: str, patient: int, number: str) -> Any:
        if kind == "save":
            return self._saved(patient)
        addresses = {
            "home": "/",
            "list": "/patients/",
            "list, further": f"/patients/?after={patient}",
            "search": f"/patients/?q={number[-4:]}",
            "quick find": f"/find/?q={number}",
            "patient": f"/patients/{patient}/",
            "form": f"/patients/{patient}/edit/",
            "dashboard": "/studies/hsct/",
        }
        return self.browser.ask("GET", addresses[kind])

    def _saved(self, patient: int) -> Any:
        """Type another weight on a patient's form, and time the save."""
        from faults.http import answers_of

        path = f"/patients/{patient}/edit/"
        page = self.browser.ask("GET", path)
        typed = answers_of(page.text)
        if "version" not in typed:  # consent has ended: nothing is typed
            return page
        weight = f"{self.chance.uniform(40, 80):.1f}"
        return self.browser.post(path, typed | {"weight_kg": weight, "reason": "bench"})


def people(url: str, many: int) -> list[Person]:
    """Make so many who enter and read studies, of all centres, and sign them in."""
    from faults.population import person
    from registry.access.policy import Role
    from registry.models import Centre, Membership, Patient, User

    centres, found = list(Centre.objects.order_by("pk")), []
    for number in range(many):
        centre = centres[number % len(centres)]
        name, _token = person(f"person{number}", Role.DATA_MANAGER, centre)
        user = User.objects.get(username=name)
        for each in centres:  # a study is read by who reads all of its centres
            Membership.objects.create(user=user, role=Role.INVESTIGATOR, centre=each)
        own = Patient.objects.filter(centre=centre).values_list("pk", "study_no")
        found.append(Person(url, name, list(own)))
    return found


def memory(children: Any) -> Callable[[], dict[str, float]]:
    """Return what tells the MB of web and worker, shared pages counted once."""
    from served import with_children

    def of(pid: int) -> float:
        rolled = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(rolled.partition("\nPss:")[2].split()[0]) / 1024

    def now() -> dict[str, float]:
        return {
            name: sum(map(of, with_children(children.pid(name))))
            for name in ("web", "worker", "sweeper")
        }

    return now


def worked(
    hands: list[Person], minutes: float, now: Callable[[], dict[str, float]]
) -> list[dict[str, float]]:
    """Let them work; return what memory was, every two seconds."""
    ended, samples = threading.Event(), []
    threads = [threading.Thread(target=one.work, args=(ended,)) for one in hands]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        time.sleep(SAMPLE_SECONDS)
        samples.append(now())
    ended.set()
    for thread in threads:
        thread.join()
    return samples


def say(name: str, value: float, unit: str, **more: Any) -> None:
    """Print one line."""
    said = {"name": name, "value": round(value, 1), "unit": unit, **more}
    print(json.dumps(said), flush=True)


def report(hands: list[Person], samples: list[dict[str, float]], about: str) -> None:
    """Print what they waited, what failed, and what memory did."""
    waited: dict[str, list[float]] = defaultdict(list)
    for one in hands:
        for kind, seconds in one.taken:
            waited[kind].append(1000 * seconds)
    for kind, times in waited.items():
        median, p95 = np.percentile(times, (50, 95)).tolist()
        more = {"median": round(median, 1), "asked": len(times)}
        say(f"{kind}, {about}, p95", p95, "ms", **more)
    failed = [said for one in hands for said in one.failed]
    say(f"answers that were none, {about}", len(failed), "", which=sorted({*failed}))
    quarter = len(samples) // 4
    for name in samples[0]:
        early = mean(one[name] for one in samples[quarter : 2 * quarter])
        late = mean(one[name] for one in samples[3 * quarter :])
        more = {"against": "the second quarter", "ratio": round(late / early, 3)}
        say(f"memory of {name} in the last quarter, {about}", late, "MB", **more)


def main() -> None:
    """Fill an installation, let people in, and tell how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--patients", type=int, default=5_000)
    asked = parser.parse_args()
    name_folder()
    from faults.installation import installed

    with installed(asked.patients, 1) as here:
        from registry.access.reach import everywhere

        with everywhere():
            hands = people(here.url, asked.people)
            samples = worked(hands, MINUTES, memory(here.children))
    about = f"{asked.people} people, {asked.patients} patients, {MINUTES:g} min"
    report(hands, samples, about)


if __name__ == "__main__":
    main()
