"""Make ``.venv`` and install the pinned packages, unless they are there already.

Run by make with the machine's own Python, so: standard library only, and a syntax
that a Python too old for the rest still reads.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
# What is needed to run, and that with what is needed to test.
KINDS = {"run": "requirements.txt", "test": "requirements-dev.txt"}


def fingerprint(kind):
    """Summarise what ``kind`` pins."""
    return hashlib.sha256((ROOT / KINDS[kind]).read_bytes()).hexdigest()


def stamp(kind):
    return VENV / ("installed-" + kind)


def is_installed(kind):
    """Say whether the environment holds what ``kind`` pins now."""
    return stamp(kind).exists() and stamp(kind).read_text() == fingerprint(kind)


def install(kind):
    """Install what ``kind`` pins, each file checked against its hash."""
    if not PYTHON.exists():
        print("Making the environment .venv", flush=True)
        run(sys.executable, "-m", "venv", str(VENV))
    if subprocess.call([str(PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL):
        run(str(PYTHON), "-m", "ensurepip")
    print("Installing the pinned packages", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--no-input"]
    pip += ["--disable-pip-version-check", "--require-hashes"]
    # The lock is whole. Resolving it again makes pip reach for the newest release of
    # what another package wants with an extra, and refuse that for want of a hash.
    pip += ["--no-deps"]
    run(*pip, "--only-binary", ":all:", "-r", KINDS[kind])
    for each in KINDS if kind == "test" else [kind]:
        stamp(each).write_text(fingerprint(each))


def run(*command):
    """Run ``command`` in the checkout, and explain when it fails."""
    if subprocess.call(command, cwd=str(ROOT)):
        sys.exit(
            "The environment could not be made: see above. Make sure that Python has "
            "its venv module, that the package index answers, and try again."
        )


def main():
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            "Day Zero needs Python 3.11 or newer, and this is " + found + ". Install "
            "one and name it: make demo PYTHON=python3.12"
        )
    kind = sys.argv[1]
    if not is_installed(kind):
        install(kind)


if __name__ == "__main__":
    main()
