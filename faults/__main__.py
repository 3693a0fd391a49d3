"""``python -m faults``: one run, its table, and exit 1 when a promise was broken."""

import argparse
import json
import os
import sys
import time
from typing import Any

from faults.folder import name_folder


def main() -> None:
    """Run at the size that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--patients", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--broker-seconds", type=float, default=60.0)
    parser.add_argument("--quiet", type=int, default=800, help="edits without faults")
    parser.add_argument("--most", type=float, default=2.0, help="× the quiet p95")
    parser.add_argument("--seed", type=int, default=20_261_125)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = vars(parser.parse_args())
    most, as_json = asked.pop("most"), asked.pop("json")
    name_folder()
    from faults.installation import installed

    with installed(asked["patients"], asked["seed"]) as here:
        from registry.access.reach import everywhere

        with everywhere():
            report(here, asked, most, as_json=as_json)


def report(here: Any, asked: dict[str, Any], most: float, *, as_json: bool) -> None:
    """Run, print, and end the process accordingly."""
    from faults.run import Size, run
    from faults.told import drawn

    begun = time.monotonic()
    outcome = run(here, Size(**asked), most)
    outcome.numbers["run took s"] = round(time.monotonic() - begun)
    outcome.numbers["load"] = [round(one, 1) for one in os.getloadavg()]
    outcome.numbers["seed"] = asked["seed"]
    if as_json:
        lines = [line.as_json() for line in outcome.lines]
        said = {"lines": lines, "wrong": outcome.wrong, **outcome.numbers}
        print(json.dumps(said))
    else:
        print(drawn(outcome.lines))
        for name, value in outcome.numbers.items():
            print(f"{name}: {value}")
        for what in outcome.wrong:
            print(f"BROKEN: {what}")
    if outcome.wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
