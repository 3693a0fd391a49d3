"""Benchmarks run by hand: what they take from the application has to be there."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

BENCHMARKS = sorted((Path(__file__).parents[2] / "benchmarks").glob("*.py"))
OURS = ("config", "outcomes", "registry")


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_what_a_benchmark_imports_is_there(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(OURS):
            module = import_module(str(node.module))
            for name in (one.name for one in node.names):
                if not hasattr(module, name):
                    import_module(f"{node.module}.{name}")
