"""The security file makes no promise without the test that proves it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "securite.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def promises() -> list[tuple[str, str]]:
    """(promise, proofs) of each line of the tables that have a third column of proofs."""
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in FILE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    titles = [i for i, row in enumerate(rows) if row[0] == "promesse"]
    assert len(titles) == 4
    return [(row[0], row[-1]) for row in rows[titles[0] :] if row[0] not in ("promesse", "---")]


@cache
def functions_of(path: str) -> set[str]:
    file = ROOT / path
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    }


def test_each_promise_names_a_test() -> None:
    assert len(promises()) >= 25
    assert not [promise for promise, proofs in promises() if not TEST.search(proofs)]


def test_each_test_that_is_named_exists() -> None:
    named = TEST.findall(FILE.read_text(encoding="utf-8"))
    missing = [
        f"{path}::{name}"
        for path, name in named
        if (name not in functions_of(path) if name else not functions_of(path))
    ]
    assert not missing
