"""Writing a release: CSV, Parquet, SPSS and Stata, each with labels and missing codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np

from sync.server.release.stata import write_stata
from sync.server.release.text import cut
from sync.server.release.variables import MISSING_LABELS, Column, Microdata, Numbers

#: Records that are put in words at once.
_PIECE = 20_000


def write_all(data: Microdata, folder: Path) -> None:
    """Write ``donnees.csv``, ``.parquet``, ``.sav`` and ``.dta`` in a folder."""
    write_csv(data, folder / "donnees.csv")
    write_parquet(data, folder / "donnees.parquet")
    write_spss(data, folder / "donnees.sav")
    write_stata(data, folder / "donnees.dta")


def write_csv(data: Microdata, path: Path) -> None:
    """One row a record, codes as they are, decimal point; nothing begins like a formula."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([c.name for c in data.columns])
        for first in range(0, len(data), _PIECE):
            columns = [_texts(c, c.values[first : first + _PIECE]) for c in data.columns]
            writer.writerows(zip(*columns, strict=True))


def _texts(column: Column, values: Numbers) -> list[str]:
    """Some of a column's values as words; each value that occurs is put in words once."""
    found, which = np.unique(values, return_inverse=True)
    texts = np.array([_word(column, v) for v in found.tolist()], dtype=object)
    return list(texts[which])


def _word(column: Column, value: float) -> str:
    if column.codes:
        return column.text(value)
    return "" if np.isnan(value) else format(value, ".10g")


def write_parquet(data: Microdata, path: Path) -> None:
    """Typed columns; each field's metadata holds its label, value labels and missing codes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = []
    for column in data.columns:
        kind = pa.dictionary(pa.int32(), pa.string()) if column.codes else pa.float64()
        if not column.codes and column.values.dtype.kind == "i":
            kind = pa.int32()
        fields.append(pa.field(column.name, kind, metadata=_metadata(column)))
    schema = pa.schema(fields)
    with pq.ParquetWriter(path, schema) as writer:
        for first in range(0, len(data), _PIECE):
            arrays = [_arrow(c, c.values[first : first + _PIECE]) for c in data.columns]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), _PIECE)


def _arrow(column: Column, values: Numbers) -> Any:
    import pyarrow as pa

    if not column.codes:
        whole = values.dtype.kind == "i"
        return pa.array(values.astype(np.int32)) if whole else pa.array(values, from_pandas=True)
    found, which = np.unique(values, return_inverse=True)
    words = [column.text(v) for v in found.tolist()]
    return pa.DictionaryArray.from_arrays(pa.array(which.astype(np.int32)), words)


def _metadata(column: Column) -> dict[str, str]:
    told = dict(zip(column.codes, column.labels.values(), strict=False)) or column.labels
    return {
        "label": column.label,
        "role": column.role,
        "labels": json.dumps({_plain(k): v for k, v in told.items()}, ensure_ascii=False),
        "missing": json.dumps({c: MISSING_LABELS[c] for c in column.missing}, ensure_ascii=False),
    }


def _plain(value: object) -> str:
    return format(value, "g") if isinstance(value, int | float) else str(value)


def write_spss(data: Microdata, path: Path) -> None:
    """Missing codes are declared as missing values, and labelled."""
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame({c.name: c.values for c in data.columns})
    pyreadstat.write_sav(
        frame,
        str(path),
        row_compress=True,
        file_label=data.title[:60],
        column_labels={c.name: cut(c.label, 250) for c in data.columns},
        variable_value_labels={c.name: _labels(c) for c in data.columns if _labels(c)},
        missing_ranges={
            c.name: [{"lo": min(c.missing), "hi": max(c.missing)}]
            for c in data.columns
            if c.missing
        },
        variable_measure={c.name: "nominal" if c.codes else "scale" for c in data.columns},
    )


def _labels(column: Column) -> dict[float, str]:
    told = column.labels | {float(c): MISSING_LABELS[c] for c in column.missing}
    if column.values.dtype.kind != "i":
        return {float(value): cut(label, 120) for value, label in told.items()}
    # The library wants labels of the column's own type; half levels that nobody has go without.
    return {int(v): cut(label, 120) for v, label in told.items() if v == int(v)}
