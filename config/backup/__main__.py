"""``make backup``, ``make restore FROM=FOLDER`` and ``make upgrade``."""

import argparse
import os
import sys
from pathlib import Path

from config.backup.restoring import restore
from config.backup.server import Server, server
from config.backup.taking import take
from config.backup.upgrading import upgrade
from config.embedded.place import CannotRun
from config.folders import VAR

BACKUPS = Path(os.environ.get("BACKUP_DIR", VAR / "backups"))


def asked() -> argparse.Namespace:
    """Read what is to be done."""
    parser = argparse.ArgumentParser(prog="python -m config.backup")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("take")
    acts.add_parser("upgrade")
    back = acts.add_parser("restore")
    back.add_argument("backup", type=Path)
    back.add_argument("--reason", required=True, help="why, for the audit trail")
    return parser.parse_args()


def act(at: Server, chosen: argparse.Namespace) -> str:
    """Do it, and return what there is now."""
    if chosen.act == "take":
        return f"The backup is {take(at, BACKUPS)}"
    if chosen.act == "upgrade":
        backup = upgrade(at, BACKUPS)
        return f"Day Zero is up to date. The backup from before is {backup}"
    kept = restore(at, chosen.backup, chosen.reason)
    return (
        f"Restored from {chosen.backup}. What was there before is the database {kept}; "
        "drop it when nobody misses it."
    )


def main() -> None:
    """Do what was asked for, or say in one line why not."""
    chosen = asked()
    try:
        with server() as at:
            sys.stdout.write(f"{act(at, chosen)}\n")
    except CannotRun as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
