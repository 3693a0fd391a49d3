"""What is vendored is what was locked: nobody edits it by hand."""

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "static/vendor"
OWN = {"README.md", "hashes.json"}


def test_every_vendored_file_has_its_hash():
    hashes = json.loads((VENDOR / "hashes.json").read_text())
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name not in OWN
    }
    assert found == hashes


def test_lock_names_no_registry():
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    assert all("resolved" not in package for package in lock["packages"].values())


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = (ROOT / "templates/registry/_sprite.html").read_text()
    drawn = set(re.findall(r'id="i-([\w-]+)"', sprite))
    named = {
        name
        for page in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([\w-]+)"', page.read_text())
    }
    assert named <= drawn


def test_templates_carry_nothing_that_the_content_policy_refuses():
    offences = [
        (page.name, found)
        for page in (ROOT / "templates").rglob("*.html")
        for found in re.findall(
            r"<style|<script>|\sstyle=|\son[a-z]+=|javascript:", page.read_text()
        )
    ]
    assert offences == []
