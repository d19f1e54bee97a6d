"""Writing a release: CSV, Parquet, SPSS and Stata, each with labels and missing codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np

from sync.server.publication.scores import Floats
from sync.server.release.variables import MISSING_LABELS, STATA_LETTERS, Column, Microdata

_STATA_NAME = 32


def write_all(data: Microdata, folder: Path) -> None:
    """Write ``donnees.csv``, ``.parquet``, ``.sav`` and ``.dta`` in a folder."""
    write_csv(data, folder / "donnees.csv")
    write_parquet(data, folder / "donnees.parquet")
    write_spss(data, folder / "donnees.sav")
    write_stata(data, folder / "donnees.dta")


def write_csv(data: Microdata, path: Path) -> None:
    """One row a record, codes as they are, decimal point; nothing begins like a formula."""
    columns = [_texts(column) for column in data.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([c.name for c in data.columns])
        writer.writerows(zip(*columns, strict=True))


def _texts(column: Column) -> list[str]:
    if column.codes:
        return [column.text(v) for v in column.values]
    return ["" if np.isnan(v) else format(v, ".10g") for v in column.values.tolist()]


def write_parquet(data: Microdata, path: Path) -> None:
    """Typed columns; each field's metadata holds its label, value labels and missing codes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields, arrays = [], []
    for column in data.columns:
        array: Any
        if column.codes:
            array = pa.array([column.text(v) for v in column.values]).dictionary_encode()
        elif column.is_whole and not np.isnan(column.values).any():
            array = pa.array(column.values.astype(np.int32))
        else:
            array = pa.array(column.values, from_pandas=True)
        fields.append(pa.field(column.name, array.type, metadata=_metadata(column)))
        arrays.append(array)
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), path)


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
        file_label=data.title[:60],
        column_labels={c.name: _cut(c.label, 250) for c in data.columns},
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
    return {value: _cut(label, 120) for value, label in told.items()}


def _cut(text: str, size: int) -> str:
    """A label within the bytes that SPSS and Stata give it; the codebook has it whole."""
    raw = text.encode()
    return text if len(raw) <= size else raw[: size - 3].decode(errors="ignore") + "…"


def write_stata(data: Microdata, path: Path) -> None:
    """Missing codes are Stata's extended missing values, .a to .h, and labelled."""
    import pandas as pd
    import pyreadstat

    names = stata_names(data)
    frame = pd.DataFrame({names[c.name]: _stata(c) for c in data.columns})
    pyreadstat.write_dta(
        frame,
        str(path),
        version=15,
        file_label=data.title[:80],
        column_labels={names[c.name]: _cut(c.label, 80) for c in data.columns},
        variable_value_labels={names[c.name]: t for c in data.columns if (t := _stata_labels(c))},
        missing_user_values={
            names[c.name]: sorted(STATA_LETTERS.values()) for c in data.columns if c.missing
        },
    )


def stata_names(data: Microdata) -> dict[str, str]:
    """Stata takes 32 signs at most: longer names end with their column's number."""
    return {
        c.name: c.name if len(c.name) <= _STATA_NAME else f"{c.name[: _STATA_NAME - 5]}_{i}"
        for i, c in enumerate(data.columns)
    }


def _stata(column: Column) -> Floats | list[object]:
    if not column.missing:
        return column.values
    return [STATA_LETTERS[int(v)] if v < 0 else v for v in column.values.tolist()]


def _stata_labels(column: Column) -> dict[Any, str]:
    """Stata labels whole numbers only; half levels go without."""
    known: dict[Any, str] = {int(v): t for v, t in column.labels.items() if v == int(v)}
    return known | {STATA_LETTERS[c]: MISSING_LABELS[c] for c in column.missing}
