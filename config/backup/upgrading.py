"""Bring a registry to the version of this code: backup, migrate, verify, recompute."""

from pathlib import Path

from config.backup.commands import manage, recompute, verify
from config.backup.restoring import refuse_while_in_use
from config.backup.server import Server
from config.backup.taking import take
from config.embedded.place import CannotRun


def upgrade(server: Server, backups: Path) -> Path:
    """Upgrade ``server``'s registry; return the backup that was taken before.

    Raises CannotRun with the way back where a step fails.
    """
    refuse_while_in_use(server)
    backup = take(server, backups)
    try:
        settings = server.settings(server.registry)
        manage(settings, "migrate", "--no-input")
        verify(settings)
        recompute(settings)
    except CannotRun as error:
        raise CannotRun(
            f"{error}\nThe way back: take the release from before, and\n"
            f'make restore FROM={backup} REASON="upgrade failed"'
        ) from error
    return backup
