"""``make demo-reset``: delete the state of the demonstration. Standard library only."""

import fcntl
import sys

from config.embedded.lease import open_lock, try_lock
from config.embedded.place import Place
from config.folders import VAR


def main() -> None:
    place = Place(VAR)
    run = VAR / "run"
    for name in ("demo", "postgres.users", "broker.users"):
        if run.exists() and not try_lock(open_lock(run / name), fcntl.LOCK_EX):
            sys.exit(f"Day Zero still runs with the state in {VAR}. Stop it first.")
    place.remove()


if __name__ == "__main__":
    main()
