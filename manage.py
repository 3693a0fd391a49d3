#!/usr/bin/env python
"""Run a command of Day Zero, with the embedded services where none are set."""

import os
import sys

# Nothing in these reads or writes the registry.
WITHOUT_DATABASE = {
    None,
    "check",
    "codebook",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "estimate",
    "findstatic",
    "grade",
    "help",
    "makemessages",
    "makemigrations",
    "spectacular",
    "startapp",
    "test",
    "version",
}
# The application's role owns nothing, so it could not run these.
AS_OWNER = {"migrate", "redact", "showmigrations", "sqlmigrate"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = next((word for word in sys.argv[1:2] if word[0] != "-"), None)
    if command in AS_OWNER:
        os.environ["DAYZERO_ROLE"] = "owner"
    if command in WITHOUT_DATABASE or "--help" in sys.argv:
        run()
    elif command in AS_OWNER:
        with_database(command)
    else:
        from registry.access.reach import everywhere

        # Whoever is at the machine is the system; requests are those of their people.
        with everywhere():
            with_database(command)


def with_database(command: str | None) -> None:
    """Run the command with a database, started and migrated where none is set."""
    from config.embedded.environment import services
    from config.embedded.place import CannotRun

    try:
        with services(migrated=command not in AS_OWNER):
            run()
    except CannotRun as error:
        sys.exit(f"Day Zero cannot start its database. {error}")


def run() -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
