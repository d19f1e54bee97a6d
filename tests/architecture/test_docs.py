"""What the documents promise is what the program has."""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from consultant_app.cli.parser import build_parser
from sync.__main__ import build_parser as region_parser

ROOT = Path(__file__).resolve().parents[2]


def commands(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                inner = list(commands(child, f"{before}{name} "))
                yield from inner or [f"{before}{name}"]


def documented(title: str) -> set[str]:
    """Commands named in the table under a title of docs/cli.md."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = text.split(f"## `{title}", 1)[1].split("\n## ", 1)[0]
    spans = [
        span
        for line in section.splitlines()
        if line.startswith("| `")
        for span in re.findall(r"`([^`]+)`", line.split(" | ")[0])
    ]
    return {_name(span) for span in spans}


def _name(span: str) -> str:
    words: list[str] = []
    for word in span.split():
        if not re.fullmatch(r"[a-z][a-z-]+", word) or words[:1] == ["schema"]:
            break
        words.append(word)
    return " ".join(words)


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    assert documented("consultant-app") == set(commands(build_parser()))
    assert documented("region-central") == set(commands(region_parser()))


@pytest.mark.parametrize(
    "target", ["run", "demo", "test", "check", "bench", "screenshots", "prove"]
)
def test_every_make_target_named_in_the_readme_exists(target: str) -> None:
    assert f"make {target}" in (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        text = document.read_text(encoding="utf-8")
        targets = re.findall(r"\]\(([^)#\s]+)\)", text)
        broken += [
            f"{document.name}: {target}"
            for target in targets
            if "://" not in target and not (document.parent / target).exists()
        ]
    assert not broken


def test_no_tracked_file_names_a_registry_host() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.lock", "*.toml", "*.txt", "*.cfg", ".ci", "Makefile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "requirements.lock" in listed
    hosts = re.compile(
        r"pypi\.org|pythonhosted|--index-url|--extra-index|registry\.npm|deb\.debian"
    )
    for name in listed:
        path = ROOT / name
        if path.is_file():
            assert not hosts.search(path.read_text(encoding="utf-8")), name
