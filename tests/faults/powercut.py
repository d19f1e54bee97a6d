"""Plays a recorded session back up to a power cut, losing writes that were not yet synced."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD = struct.Struct("<cIIq")
_SECTOR = 512


@dataclass(frozen=True)
class Operation:
    """One recorded operation; see `note` in `shim.c`."""

    kind: str
    path: str
    offset: int
    data: bytes


def read_record(path: Path) -> list[Operation]:
    """Read what the shim recorded."""
    return list(_operations(path.read_bytes()))


def _operations(raw: bytes) -> Iterator[Operation]:
    place = 0
    while place < len(raw):
        kind, path_size, data_size, offset = _HEAD.unpack_from(raw, place)
        place += _HEAD.size
        path = raw[place : place + path_size].decode()
        place += path_size
        yield Operation(kind.decode(), path, offset, raw[place : place + data_size])
        place += data_size


class Disk:
    """Files as the platter has them, and the operations still in the cache."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = {path: bytearray(content) for path, content in files.items()}
        self.cache: list[Operation] = []

    def act(self, operation: Operation) -> None:
        """Take an operation as the system does: cached until the file is synced.

        Renaming and removing take effect in order (a journalling file system); they are the key
        file's business, tried apart by faults at each of its steps.
        """
        if operation.kind in "wt":
            self.cache.append(operation)
        elif operation.kind == "s":
            self._sync(operation.path)
        elif operation.kind == "u":
            self.cache = [o for o in self.cache if o.path != operation.path]
            self.files.pop(operation.path, None)
        elif operation.kind == "r":
            target = operation.data.decode()
            self._sync(operation.path)
            self.files[target] = self.files.pop(operation.path, bytearray())

    def cut(self, chance: random.Random) -> None:
        """The power goes: each cached operation was written, half written, or never was."""
        share = chance.choice((0.0, 0.5, 0.9, chance.random()))
        for operation in self.cache:
            if chance.random() < share:
                self._apply(operation)
            elif operation.kind == "w" and chance.random() < 0.3:
                kept = chance.randrange(len(operation.data) // _SECTOR + 1) * _SECTOR
                self._apply(Operation("w", operation.path, operation.offset, operation.data[:kept]))
        self.cache = []

    def _sync(self, path: str) -> None:
        for operation in self.cache:
            if operation.path == path:
                self._apply(operation)
        self.cache = [o for o in self.cache if o.path != path]

    def _apply(self, operation: Operation) -> None:
        content = self.files.setdefault(operation.path, bytearray())
        end = operation.offset + len(operation.data)
        if operation.kind == "t":
            content[operation.offset :] = b""
            content.extend(bytes(operation.offset - len(content)))
        else:
            content.extend(bytes(max(0, end - len(content))))
            content[operation.offset : end] = operation.data


def acked_before(operations: list[Operation]) -> list[str]:
    """The acts that the program had acknowledged by the end of ``operations``."""
    marks = [o.data.decode() for o in operations if o.kind == "m"]
    return [mark.removeprefix("acked ") for mark in marks]


def files_of(folder: Path, seen_as: Path) -> dict[str, bytes]:
    """The files of ``folder``, under the names they have in ``seen_as``."""
    return {
        str(seen_as / path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def put_back(disk: Disk, seen_as: Path, folder: Path) -> None:
    """Write the platter's files below ``folder``, as the machine finds them on restarting."""
    for name, content in disk.files.items():
        path = folder / Path(name).relative_to(seen_as)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
