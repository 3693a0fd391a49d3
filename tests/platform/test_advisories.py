"""Known weaknesses of packages fail `make lint`; an audit nobody made is told."""

import json
import os
import subprocess
import sys

import pytest

from config.advisories import PINNED, ROOT, Audit, pins, read, verdict

WEAK = {
    "name": "old",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1", "2.0"]}],
}
SOUND = {"name": "sound", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI"}


def told(*packages):
    return json.dumps({"dependencies": list(packages), "fixes": []})


@pytest.mark.parametrize("must", [False, True])
def test_a_known_weakness_fails_and_names_the_mended_release(must):
    code, says = verdict(read(told(WEAK, SOUND, UNKNOWN), 3), must=must)
    assert code == 1
    assert "old 1.0: PYSEC-2026-1; mended: 1.1, 2.0" in says


def test_all_audited_and_sound_passes():
    code, says = verdict(read(told(SOUND), 1), must=True)
    assert (code, says) == (0, "No known weakness in 1 pinned packages.")


@pytest.mark.parametrize("answer", ["", "<html>", told(UNKNOWN, UNKNOWN)])
def test_what_nobody_audited_is_never_called_sound(answer):
    found = read(answer, 2)
    assert found == Audit((), 0, 2)
    assert verdict(found, must=False)[0] == 0
    code, says = verdict(found, must=True)
    assert code == 1
    assert says.startswith("NOT AUDITED: the advisory service answered for 0 of 2")


def test_a_part_that_was_audited_is_counted():
    says = verdict(read(told(SOUND, UNKNOWN), 2), must=False)[1]
    assert "for 1 of 2" in says


def test_without_a_network_the_command_says_so():
    dead = {"HTTPS_PROXY": "http://127.0.0.1:9", "PIP_CACHE_DIR": "/nonexistent"}
    command = [sys.executable, "-m", "config.advisories"]
    env = {**os.environ, **dead, "ADVISORIES": "must"}
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"answered for 0 of {pins(PINNED)} pinned packages" in done.stderr
