"""What goes wrong, and after how many edits."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.demo import WORKERS
from config.embedded.session import PATIENCE
from faults.disk import fill
from faults.installation import Installation
from faults.writing import Progress

WORKER_PATIENCE = 60.0
LEAST_FULL_SECONDS = 3.0


@dataclass
class Fault:
    """One thing that went wrong: when it began and when it was over."""

    name: str
    begun: float
    ended: float


@dataclass
class Plan:
    """After how many edits each fault comes: the same for the same seed."""

    kills: list[int]
    broker_stops: int
    broker_hangs: int
    database_restarts: int
    database_killed: int
    disk_full: int
    broker_seconds: float = 60.0
    faults: list[Fault] = field(default_factory=list)


def planned(edits: int, kills: int, broker_seconds: float, seed: int) -> Plan:
    """Return a plan over ``edits``: kills all along, the others one after another."""
    chance = random.Random(f"{seed}/faults")
    step = edits / (kills + 1)
    at = [int(step * (n + chance.uniform(0.6, 1.4))) for n in range(kills)]
    return Plan(
        sorted(at),
        broker_stops=edits // 5,
        broker_hangs=edits // 2,
        database_restarts=edits * 13 // 20,
        database_killed=edits * 15 // 20,
        disk_full=edits * 17 // 20,
        broker_seconds=broker_seconds,
    )


class Injector:
    """Carries a plan out beside the writers, one thread a kind of fault."""

    def __init__(self, here: Installation, plan: Plan, seed: int) -> None:
        self.here = here
        self.plan = plan
        self.chance = random.Random(f"{seed}/kills")
        self.errors: list[BaseException] = []

    def start(
        self, progress: Progress, ended: threading.Event
    ) -> list[threading.Thread]:
        """Begin to wait for each fault's turn; return the threads."""
        plan = self.plan
        series: list[list[tuple[int, Callable[[], None]]]] = [
            [(at, self.kill_worker) for at in plan.kills],
            [
                (plan.broker_stops, self.stop_broker),
                (plan.broker_hangs, self.hang_broker),
            ],
            [
                (plan.database_restarts, self.restart_database),
                (plan.database_killed, self.kill_database),
                *(
                    [(plan.disk_full, self.fill_disk)]
                    if self.here.on_small_disk
                    else ()
                ),
            ],
        ]
        threads = [
            threading.Thread(target=self._carry_out, args=[one, progress, ended])
            for one in series
        ]
        for thread in threads:
            thread.start()
        return threads

    def _carry_out(
        self,
        turns: list[tuple[int, Callable[[], None]]],
        progress: Progress,
        ended: threading.Event,
    ) -> None:
        try:
            for at, fault in turns:
                progress.wait_for(at, ended)
                fault()
        except BaseException as error:
            self.errors.append(error)

    def _note(self, name: str, begun: float) -> None:
        self.plan.faults.append(Fault(name, begun, time.monotonic()))

    def kill_worker(self) -> None:
        """Kill a worker with -9: in turn all of its processes, or one at work."""
        begun = time.monotonic()
        worker = self.chance.choice(list(WORKERS))
        while not (members := _members(self.here.children.pid(worker))):
            if time.monotonic() > begun + WORKER_PATIENCE:
                raise RuntimeError("the worker did not come back")
            time.sleep(0.1)
        killed = sum(one.name == "worker kill -9" for one in self.plan.faults)
        if killed % 2 == 0:
            os.killpg(self.here.children.pid(worker), signal.SIGKILL)
        else:
            os.kill(self.chance.choice(members[1:] or members), signal.SIGKILL)
        self._note("worker kill -9", begun)

    def stop_broker(self) -> None:
        """Stop the broker for a while."""
        begun = time.monotonic()
        self.here.stop_broker()
        time.sleep(self.plan.broker_seconds)
        self.here.start_broker()
        self._note("broker stopped", begun)

    def hang_broker(self) -> None:
        """Let the broker take connections and answer nothing."""
        begun = time.monotonic()
        pid = _pid_of("valkey-server", self.here.broker.data)
        os.kill(pid, signal.SIGSTOP)
        time.sleep(self.plan.broker_seconds / 4)
        os.kill(pid, signal.SIGCONT)
        self._note("broker hangs", begun)

    def restart_database(self) -> None:
        """Stop PostgreSQL as a restart does: every connection is ended."""
        self._end_database("PostgreSQL restarted", signal.SIGINT)

    def kill_database(self) -> None:
        """Kill PostgreSQL's first process, which takes all others with it."""
        self._end_database("PostgreSQL kill -9", signal.SIGKILL)

    def fill_disk(self) -> None:
        """Leave no room on the disk of database and broker."""
        begun = time.monotonic()
        seconds = max(self.plan.broker_seconds / 6, LEAST_FULL_SECONDS)
        fill(self.here.postgres.place.servers, seconds)
        self._await_database(begun)
        self._note("disk full", begun)

    def _end_database(self, name: str, number: int) -> None:
        begun = time.monotonic()
        pid_file = self.here.postgres.data / "postmaster.pid"
        pid = int(pid_file.read_text().split("\n", 1)[0])
        os.kill(pid, number)
        while Path(f"/proc/{pid}").exists():
            time.sleep(0.05)
        self._await_database(begun)
        self._note(name, begun)

    def _await_database(self, begun: float) -> None:
        while not self.here.postgres.answers():
            if time.monotonic() > begun + PATIENCE:
                raise RuntimeError("PostgreSQL did not come back")
            time.sleep(0.05)


def _members(leader: int) -> list[int]:
    """Return the processes of a group, its leader first; Linux's own list."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader and fields[0] != "Z":
            found.append(int(folder.name))
    return sorted(found, key=lambda pid: (pid != leader, pid))


def _pid_of(program: str, folder: Path) -> int:
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            same = Path(entry / "cwd").resolve() == folder.resolve()
            if same and program in (entry / "cmdline").read_text():
                return int(entry.name)
        except OSError:
            continue
    raise RuntimeError(f"no {program} runs in {folder}")
