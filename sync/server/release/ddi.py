"""The codebook of a release in DDI-Codebook 2.5 (XML), the archives' common form."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from sync.server.release.variables import MISSING_LABELS, Column, Microdata

NAMESPACE = "ddi:codebook:2_5"
_FILE = "F1"


def write_ddi(data: Microdata, path: Path) -> None:
    """Write the codebook; elements come in the order that the schema asks for."""
    ET.register_namespace("", NAMESPACE)
    root = _element(None, "codeBook", version="2.5", **{"xml:lang": "fr"})
    _study(_element(root, "stdyDscr"), data)
    file = _element(root, "fileDscr", ID=_FILE)
    text = _element(file, "fileTxt")
    _element(text, "fileName", "donnees.csv")
    dimensions = _element(text, "dimensns")
    _element(dimensions, "caseQnty", str(len(data)))
    _element(dimensions, "varQnty", str(len(data.columns)))
    _element(text, "fileType", "CSV (UTF-8), Parquet, SPSS, Stata")
    description = _element(root, "dataDscr")
    for number, column in enumerate(data.columns, 1):
        _variable(description, column, number)
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _element(
    parent: ET.Element | None, name: str, text: str | None = None, /, **attributes: str
) -> ET.Element:
    tag = f"{{{NAMESPACE}}}{name}"
    plain = {
        key.replace("xml:", "{http://www.w3.org/XML/1998/namespace}"): value
        for key, value in attributes.items()
    }
    made = ET.Element(tag, plain) if parent is None else ET.SubElement(parent, tag, plain)
    made.text = text
    return made


def _study(study: ET.Element, data: Microdata) -> None:
    citation = _element(study, "citation")
    _element(_element(citation, "titlStmt"), "titl", data.title)
    information = _element(study, "stdyInfo")
    summary = _element(information, "sumDscr")
    first, last = data.quarters
    _element(summary, "timePrd", first, event="start")
    _element(summary, "timePrd", last, event="end")
    _element(summary, "nation", "France", abbr="FR")
    _element(summary, "geogCover", "Auvergne-Rhône-Alpes")
    _element(summary, "anlyUnit", "entretien avec le dirigeant d’une entreprise")
    _element(summary, "dataKind", "enquête, face à face")
    access = _element(_element(study, "dataAccs"), "useStmt")
    _element(
        access,
        "conditions",
        "Données anonymes\u00a0: k ≥ 5 entreprises par combinaison de clés, ℓ ≥ 2 valeurs de "
        "chaque variable sensible. Chercher à reconnaître une entreprise est interdit.",
    )


def _variable(description: ET.Element, column: Column, number: int) -> None:
    kind = "contin" if column.role == "computed" else "discrete"
    variable = _element(
        description, "var", ID=f"V{number}", name=column.name, files=_FILE, intrvl=kind
    )
    _element(variable, "labl", column.label)
    if column.question:
        _element(_element(variable, "qstn"), "qstnLit", column.question)
    if not column.codes:
        _range(variable, column)
    if column.missing:
        invalid = _element(variable, "invalrng")
        for code in column.missing:
            _element(invalid, "item", VALUE=str(code))
    for value, label in column.labels.items():
        _category(variable, column.text(value) if column.codes else format(value, "g"), label)
    for code in column.missing:
        _category(variable, str(code), MISSING_LABELS[code], missing="Y")
    _element(variable, "varFormat", type="character" if column.codes else "numeric")


def _range(variable: ET.Element, column: Column) -> None:
    known = column.values[~np.isnan(column.values)]
    known = known[known >= 0] if column.missing else known
    if len(known) and column.role == "sensitive":
        steps = [*column.labels] or [float(known.min()), float(known.max())]
        bounds = {"min": format(min(steps), "g"), "max": format(max(steps), "g")}
        _element(_element(variable, "valrng"), "range", **bounds)


def _category(variable: ET.Element, value: str, label: str, missing: str = "N") -> None:
    category = _element(variable, "catgry", missing=missing)
    _element(category, "catValu", value)
    _element(category, "labl", label)
