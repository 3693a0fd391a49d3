"""Where the embedded servers keep their files, and the account they run as."""

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SOCKET_PATH_LIMIT = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
RECORD = "servers-are-at"


class CannotRun(RuntimeError):
    """The embedded servers cannot run here; the message says what to change.

    status : what a process exited with, where one failed
    """

    def __init__(self, said: str, status: int | None = None) -> None:
        """Take the message."""
        super().__init__(said)
        self.status = status


@dataclass(frozen=True)
class Place:
    """One set of embedded servers, named by the folder that holds its state."""

    state: Path

    @cached_property
    def account(self) -> pwd.struct_passwd | None:
        """The unprivileged account for the servers, or None for our own.

        PostgreSQL refuses to run as root.
        """
        if os.geteuid() != 0:
            return None
        for name in ("nobody", "daemon"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise CannotRun(
            "PostgreSQL does not run as root and there is no account 'nobody' to run "
            "it as. Start Day Zero as an ordinary user."
        )

    @cached_property
    def servers(self) -> Path:
        """The folder of data and sockets, which the servers' account can reach."""
        record = self.state / RECORD
        if record.exists():
            return Path(record.read_text().strip())
        if self.can_reach(self.state):
            return self.state / "servers"
        return Path("/var/lib") / f"dayzero-{self.fingerprint}"

    @cached_property
    def sockets(self) -> Path:
        """The private folder of the sockets, short enough for the kernel."""
        usual = self.servers / "sockets"
        if len(str(usual / LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return usual
        return Path("/tmp") / f"dayzero-{os.geteuid()}-{self.fingerprint}"

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(str(self.state).encode()).hexdigest()[:12]

    @property
    def logs(self) -> Path:
        return self.state / "log"

    def can_reach(self, folder: Path) -> bool:
        """Say whether the servers' account may pass through all parents."""
        if self.account is None:
            return True
        return all(self._may_pass(parent) for parent in folder.absolute().parents)

    def _may_pass(self, folder: Path) -> bool:
        account, found = self.account, folder.stat()
        assert account is not None
        if found.st_uid == account.pw_uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == account.pw_gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)

    def create(self) -> None:
        """Make the folders: ours private, the servers' theirs."""
        try:
            for folder in (self.state, self.servers):
                folder.mkdir(parents=True, exist_ok=True)
                if self.account is not None and folder.stat().st_uid == 0:
                    folder.chmod(0o711)
            for folder in (self.state / "secrets", self.logs, self.state / "run"):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise CannotRun(
                f"Cannot write to {error.filename}: {error.strerror}. Make room or "
                "set VAR_DIR to a folder that you may write to."
            ) from error
        if self.servers.parent != self.state:
            (self.state / RECORD).write_text(f"{self.servers}\n")
        self.hand_over(self.sockets)

    def hand_over(self, folder: Path) -> None:
        """Make ``folder`` the servers' account's own and private."""
        folder.mkdir(mode=0o700, exist_ok=True)
        ours = {os.geteuid()} | ({self.account.pw_uid} if self.account else set())
        if folder.is_symlink() or folder.stat().st_uid not in ours:
            raise CannotRun(f"{folder} belongs to somebody else. Remove it.")
        if self.account is not None:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        folder.chmod(0o700)

    def package(self, name: str) -> Path:
        """Give the folder of the installed package ``name``, or a reachable copy."""
        # Found without importing it, which would start more than we need.
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            raise CannotRun(f"The package {name} is missing. Run: make demo")
        folder = Path(found.origin).parent
        return folder if self.can_reach(folder / "any file") else self._copy(folder)

    def _copy(self, package: Path) -> Path:
        copies = self.servers / "packages" / f"{package.stat().st_mtime_ns}"
        if not (copies / package.name).exists():
            aside = copies.with_name("unfinished")
            shutil.rmtree(aside, ignore_errors=True)
            # A wheel's own shared libraries lie in a folder beside the package.
            for folder in package.parent.glob(f"{package.name}*"):
                if folder.suffix in ("", ".libs"):
                    shutil.copytree(folder, aside / folder.name, symlinks=True)
            aside.chmod(0o755)
            aside.parent.chmod(0o755)
            aside.rename(copies)
        return copies / package.name

    def secret(self, name: str) -> str:
        """Read the secret ``name``, made up on first use and readable by us alone."""
        path = self.state / "secrets" / name
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(made_up := secrets.token_hex(24))
        return made_up

    def remove(self) -> None:
        """Delete every file of the servers and of the state."""
        for folder in {self.servers, self.sockets, self.state}:
            shutil.rmtree(folder, ignore_errors=True)
