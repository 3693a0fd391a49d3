"""A change of whatever derives figures is another version of the code."""

import ast
from pathlib import Path

from outcomes.version import DERIVING, DRAWING, ROOT, _sources

# What deriving code imports, and what decides no row or figure.
BESIDE = {
    "outcomes/building/defining.py": "what somebody asks for, checked as it is typed",
    "outcomes/building/typed.py": "the same",
    "outcomes/models": "tables; another shape needs a migration",
    "outcomes/version.py": "this",
    "registry/access/policy.py": "who may ask",
    "registry/access/reach.py": "whose rows are seen",
    "registry/audit/context.py": "who acts",
    "registry/checks/__init__.py": "names of others",
    "registry/checks/declare.py": "how checks are declared",
    "registry/checks/spoken.py": "the words of sentences",
    "registry/models": "tables, as above; who is not analysed is said by one of them",
    "registry/schedule": "visits, of which no figure is made",
}


def test_what_derives_figures_imports_nothing_that_is_not_of_the_version():
    told = [*DERIVING, *DRAWING, *BESIDE]
    found = {place for file in _deriving() for place in _imported(file)}
    assert "registry/checks/case.py" in found
    missing = [p for p in found if not any(_within(p, name) for name in told)]
    assert not missing


def test_nothing_is_named_that_is_not_there():
    for name in (*DERIVING, *DRAWING, *BESIDE):
        assert (ROOT / name).exists(), name


def _deriving():
    for name in DERIVING:
        place = ROOT / name
        yield from _sources(place) if place.is_dir() else [place]


def _within(place: str, name: str) -> bool:
    return place == name or place.startswith(f"{name}/")


def _imported(file: Path):
    if file.suffix != ".py":
        return
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                yield from _place(f"{node.module}.{name.name}") or _place(node.module)


def _place(module: str) -> list[str]:
    """Return where a module of ours lies, as a path; nothing of any other name."""
    path = module.replace(".", "/")
    return [p for p in (f"{path}.py", f"{path}/__init__.py") if (ROOT / p).is_file()]
