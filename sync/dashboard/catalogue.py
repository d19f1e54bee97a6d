"""The catalogue of actions: the one the région published last, else the examples that ship."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from psycopg import AsyncConnection

from sync.protocol.packages import manifest_of, read

PackageKey: TypeAlias = tuple[str, int]
_SHIPPED = Path(__file__).with_name("catalogue.json")


@dataclass(frozen=True, slots=True)
class Action:
    """An action. ``covers``: practices that it answers; ``eligibility``: for whom, in words."""

    id: str
    title: str
    promise: str
    covers: tuple[str, ...]
    example: bool
    eligibility: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every action. ``version``: which of them is in hand."""

    title: str
    version: int
    actions: tuple[Action, ...]

    def action(self, id_: str) -> Action | None:
        """The action of this id."""
        return next((a for a in self.actions if a.id == id_), None)

    def answering(self, practice: str) -> tuple[Action, ...]:
        """The actions that answer a need for this practice."""
        return tuple(a for a in self.actions if practice in a.covers)


def catalogue_of(told: Mapping[str, Any]) -> Catalogue:
    """Read a catalogue's content; it was checked before it was published."""
    actions = tuple(
        Action(
            str(entry["id"]),
            str(entry["title"]),
            str(entry.get("promise", "")),
            tuple(entry.get("covers", {})),
            bool(entry.get("example", False)),
            str(entry.get("eligibility", "")),
        )
        for entry in told["actions"]
    )
    return Catalogue(str(told["title"]), int(told["version"]), actions)


@cache
def shipped() -> Catalogue:
    """The examples."""
    return catalogue_of(json.loads(_SHIPPED.read_text(encoding="utf-8")))


async def current(
    connection: AsyncConnection, known: dict[PackageKey, Catalogue | None]
) -> Catalogue:
    """The catalogue published last; ``known``: packages read before, None where they hold none."""
    cursor = await connection.execute(
        "SELECT DISTINCT ON (id) id, version, published_on FROM published.packages"
        " ORDER BY id, version DESC"
    )
    rows = sorted(await cursor.fetchall(), key=lambda row: (row[2], row[1]), reverse=True)
    for id_, version, _ in rows:
        if (id_, version) not in known:
            known[id_, version] = await _of_package(connection, id_, version)
        if found := known[id_, version]:
            return found
    return shipped()


async def _of_package(connection: AsyncConnection, id_: str, version: int) -> Catalogue | None:
    from ruamel.yaml import YAML

    cursor = await connection.execute(
        "SELECT content FROM published.packages WHERE id = %s AND version = %s", (id_, version)
    )
    row = await cursor.fetchone()
    assert row is not None
    raw = bytes(row[0])
    names = [c.name for c in manifest_of(raw).contents if c.kind == "catalogue"]
    if not names:
        return None
    return catalogue_of(YAML(typ="safe").load(read(raw).files[names[0]]))
