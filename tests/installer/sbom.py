"""The bill of materials of the built program: `python -m tests.installer.sbom`, after the build.

CycloneDX 1.6 (ECMA-424), validated by its own schema. One component for each Python library, each
library of the system and for Python itself; each says which files of the build are its own.
"""

from __future__ import annotations

import json
import platform
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from consultant_app.services.licences import licence_of, normalised
from tests.installer import libraries
from tests.installer.places import NAME, NOT_BUILT, ROOT, SBOM, SOURCES, version

_FILE = "diagnostic-pme:file"
_LICENCES = LicenseFactory()


def main() -> None:
    """Write the bill beside the program."""
    if not SOURCES.exists():
        raise SystemExit(NOT_BUILT)
    sources = {
        name: Path(source)
        for name, source in json.loads(SOURCES.read_text(encoding="utf-8")).items()
        if not source.startswith(str(ROOT / "consultant_app"))
    }
    text = written(bill(sources))
    SBOM.write_text(text, encoding="utf-8")
    print(f"{SBOM.relative_to(ROOT)}: {len(json.loads(text)['components'])} components")


def bill(sources: Mapping[str, Path]) -> Bom:
    """Return the bill of a build; ``sources``: each file's name in the build → where it was."""
    files: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, source in sources.items():
        if key := _component_of(name, source):
            files[key].append(name)
    for kind_and_name in _always():
        files[kind_and_name] += []
    program = Component(
        name=NAME,
        version=version(),
        type=ComponentType.APPLICATION,
        bom_ref=NAME,
        licenses=[_LICENCES.make_with_expression("EUPL-1.2")],
    )
    bom = Bom(
        components=[_component(*key, names) for key, names in sorted(files.items())],
        metadata=BomMetaData(component=program, timestamp=datetime.now(UTC)),
        serial_number=uuid5(NAMESPACE_URL, f"{NAME} {version()} {platform.system()}"),
    )
    bom.register_dependency(program, bom.components)
    return bom


def written(bom: Bom) -> str:
    """Return the bill as JSON; `ValueError` when it is not valid CycloneDX."""
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(str(fault))
    return text


def _component_of(name: str, source: Path) -> tuple[str, str] | None:
    """Return (kind, name) of what a file comes from; None for our own files."""
    if owner := libraries.owner(source):
        return None if owner == NAME else ("pypi", owner)
    if source.is_relative_to(ROOT) or not source.is_absolute():
        return None
    if libraries.is_python(source):
        return ("generic", "cpython")
    if package := libraries.debian_package(source):
        return ("deb", package[0])
    return ("generic", Path(name).name)


def _always() -> Iterable[tuple[str, str]]:
    """What no file tells: PyInstaller's loader, Python itself, the name that Qt for Python goes by."""
    return (("pypi", "pyinstaller"), ("generic", "cpython"), ("pypi", "pyside6"))


def _component(kind: str, name: str, files: list[str]) -> Component:
    told = _version(kind, name, files)
    words = licence_of(metadata.distribution(name)) if kind == "pypi" else ""
    return Component(
        name=name,
        version=told,
        bom_ref=f"{kind}:{name}",
        licenses=[_LICENCES.make_from_string(words)] if words else [],
        purl=PackageURL(
            type=kind, namespace="debian" if kind == "deb" else None, name=name, version=told
        ),
        properties=[Property(name=_FILE, value=file) for file in sorted(files)],
    )


def _version(kind: str, name: str, files: list[str]) -> str:
    if kind == "pypi":
        return metadata.version(name)
    if name == "cpython":
        return platform.python_version()
    sources = json.loads(SOURCES.read_text(encoding="utf-8")) if kind == "deb" else {}
    package = libraries.debian_package(Path(sources[files[0]])) if kind == "deb" else None
    return package[1] if package else ""


def components(text: str) -> dict[str, set[str]]:
    """Return each component's files, by ``kind:name``, of a written bill."""
    return {
        component["bom-ref"]: {p["value"] for p in component.get("properties", [])}
        for component in json.loads(text)["components"]
    }


def key_of(distribution_name: str) -> str:
    """Return how a Python library is called in a bill."""
    return f"pypi:{normalised(distribution_name)}"


if __name__ == "__main__":
    main()
