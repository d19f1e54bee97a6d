"""Writing Stata's format 118 (Stata 14 and later), column by column.

The libraries at hand want a Python object for each value, which a million records of two hundred
columns do not bear. The format is described in Stata's manual (``help dta``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from sync.server.release.text import cut
from sync.server.release.variables import MISSING_LABELS, Column, Microdata, Numbers

_NAME_SIGNS = 32
#: Bytes of a name, a display format and a label, ended by zeros.
_NAME, _FORMAT, _LABEL = 129, 57, 321
_PIECE = 50_000


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a column is stored. ``largest``: the largest value, then come ``.``, .a, .b and so on."""

    number: int
    store: str
    shown: str
    largest: int = 0


_BYTE = _Kind(65530, "i1", "%8.0g", 100)
_INT = _Kind(65529, "<i2", "%8.0g", 32_740)
_LONG = _Kind(65528, "<i4", "%12.0g", 2_147_483_620)
_DOUBLE = _Kind(65526, "<f8", "%10.0g")
#: As doubles: the bits of ``.``, and how far .a, .b, … are from one another.
_NO_DOUBLE, _DOUBLE_STEP = 0x7FE0_0000_0000_0000, 0x0000_0100_0000_0000


def write_stata(data: Microdata, path: Path) -> None:
    """Missing codes are Stata's extended missing values, .a to .h, and labelled."""
    kinds = [_kind(column) for column in data.columns]
    parts = {
        "variable_types": (struct.pack("<H", kind.number) for kind in kinds),
        "varnames": (_padded(name, _NAME) for name in stata_names(data).values()),
        "sortlist": (bytes(2 * len(kinds) + 2),),
        "formats": (_padded(kind.shown, _FORMAT) for kind in kinds),
        "value_label_names": (_padded(_list_of(i, c), _NAME) for i, c in enumerate(data.columns)),
        "variable_labels": (_padded(cut(c.label, 80), _LABEL) for c in data.columns),
        "characteristics": (),
        "data": _rows(data, kinds),
        "strls": (),
        "value_labels": (_labels(i, c) for i, c in enumerate(data.columns) if _list_of(i, c)),
    }
    with path.open("wb") as file:
        _write(file, _header(data), parts)


def stata_names(data: Microdata) -> dict[str, str]:
    """Stata takes 32 signs at most: longer names end with their column's number."""
    return {
        c.name: c.name if len(c.name) <= _NAME_SIGNS else f"{c.name[: _NAME_SIGNS - 5]}_{i}"
        for i, c in enumerate(data.columns)
    }


def _write(file: BinaryIO, header: bytes, parts: dict[str, Iterable[bytes]]) -> None:
    """Write the parts, and before them where each begins."""
    file.write(b"<stata_dta>" + header)
    where = file.tell()
    offsets = [0, where]
    file.write(_map([0] * 14))
    for name, pieces in parts.items():
        offsets.append(file.tell())
        file.write(f"<{name}>".encode())
        file.writelines(pieces)
        file.write(f"</{name}>".encode())
    offsets.append(file.tell())
    file.write(b"</stata_dta>")
    offsets.append(file.tell())
    file.seek(where)
    file.write(_map(offsets))


def _map(offsets: list[int]) -> bytes:
    return b"<map>" + struct.pack(f"<{len(offsets)}Q", *offsets) + b"</map>"


def _header(data: Microdata) -> bytes:
    label = cut(data.title, 80).encode()
    return (
        b"<header><release>118</release><byteorder>LSF</byteorder><K>"
        + struct.pack("<H", len(data.columns))
        + b"</K><N>"
        + struct.pack("<Q", len(data))
        + b"</N><label>"
        + struct.pack("<H", len(label))
        + label
        + b"</label><timestamp>\0</timestamp></header>"
    )


def _padded(text: str, size: int) -> bytes:
    return text.encode().ljust(size, b"\0")


def _kind(column: Column) -> _Kind:
    values = column.values
    if values.dtype.kind != "i":
        return _DOUBLE
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    if low >= -127 and high <= _BYTE.largest:
        return _BYTE
    return _INT if low >= -32_767 and high <= _INT.largest else _LONG


def _rows(data: Microdata, kinds: list[_Kind]) -> Iterator[bytes]:
    layout = np.dtype([(f"c{i}", kind.store) for i, kind in enumerate(kinds)])
    for first in range(0, len(data), _PIECE):
        rows = np.empty(len(data.columns[0].values[first : first + _PIECE]), dtype=layout)
        for i, (column, kind) in enumerate(zip(data.columns, kinds, strict=True)):
            rows[f"c{i}"] = _stored(column, column.values[first : first + _PIECE], kind)
        yield rows.tobytes()


def _stored(column: Column, values: Numbers, kind: _Kind) -> Numbers:
    """Values with Stata's missing values in the place of ours (−1 is .a, −2 is .b, …)."""
    if kind is not _DOUBLE:
        whole = values.astype(kind.store)
        if column.missing:
            # −1 → .a, which comes after the largest value and « . ».
            whole[values < 0] = kind.largest + 1 - values[values < 0].astype(np.int64)
        return whole
    bits: np.ndarray[Any, np.dtype[np.int64]] = values.astype("<f8").view("<i8").copy()
    bits[np.isnan(values)] = _NO_DOUBLE
    if column.missing:
        lost = values < 0
        bits[lost] = _NO_DOUBLE - values[lost].astype(np.int64) * _DOUBLE_STEP
    return bits.view("<f8")


def _list_of(number: int, column: Column) -> str:
    """The name of a column's list of labels; "" when it has none."""
    return f"labels{number}" if column.labels or column.missing else ""


def _labels(number: int, column: Column) -> bytes:
    """A list of labels. Stata labels whole numbers only; half levels go without."""
    told = {int(v): text for v, text in column.labels.items() if v == int(v)}
    told |= {_LONG.largest + 1 - c: MISSING_LABELS[c] for c in column.missing}
    texts = [text.encode() + b"\0" for text in told.values()]
    ends = np.cumsum([len(text) for text in texts])
    table = (
        struct.pack("<2i", len(texts), ends[-1])
        + np.append([0], ends[:-1]).astype("<i4").tobytes()
        + np.array([*told], dtype="<i4").tobytes()
        + b"".join(texts)
    )
    head = struct.pack("<i", len(table)) + _padded(_list_of(number, column), _NAME) + bytes(3)
    return b"<lbl>" + head + table + b"</lbl>"
