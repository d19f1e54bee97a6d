"""The libraries this program runs on: names, versions, licences, and the texts of these.

Everything is read from what is installed, in a checkout as in a built program, which carries each
library's metadata with it. Sources: PEP 566 (metadata), PEP 639 (`License-File`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from consultant_app.assets import resource

OWN_NAME = "diagnostic-pme"
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CLASSIFIER = "License :: OSI Approved :: "
_QT = re.compile(r"pyside6|shiboken6", re.IGNORECASE)
#: Where the text is, in metadata that does not say so.
_USUAL = ("LICENSE", "LICENSE.md", "LICENSE.txt")
#: What Qt's wheels do not carry: the licence itself, shipped with our resources.
_QT_TEXTS = ("LGPL-3.0.txt", "GPL-3.0.txt")


@dataclass(frozen=True, slots=True)
class Library:
    """One library: ``licence`` is its SPDX expression, or the words its authors use."""

    name: str
    version: str
    licence: str
    home: str
    texts: tuple[str, ...]

    @property
    def is_qt(self) -> bool:
        """Whether it is Qt, or Qt for Python."""
        return _QT.match(self.name) is not None


def libraries() -> list[Library]:
    """Return every library of the running program, by name, ours left out."""
    found = {d.name: d for d in _distributions() if d.name != OWN_NAME}
    return [_library(found[name]) for name in sorted(found, key=str.casefold)]


def licence_files(distribution: metadata.Distribution) -> list[str]:
    """Return the names, inside the library's metadata, of the licence texts it carries."""
    named = [str(name) for name in distribution.metadata.get_all("License-File") or ()]
    wanted = [place for name in named or _USUAL for place in (f"licenses/{name}", name)]
    return [place for place in wanted if distribution.read_text(place)]


def licence_of(distribution: metadata.Distribution) -> str:
    """Return the licence in few words: SPDX expression, else classifier, else the first line.

    Empty when its authors say nothing but the text itself.
    """
    about = distribution.metadata
    if "License-Expression" in about:
        return about["License-Expression"]
    told = [str(line) for line in about.get_all("Classifier") or ()]
    approved = [line.removeprefix(_CLASSIFIER) for line in told if line.startswith(_CLASSIFIER)]
    if approved:
        return ", ".join(approved)
    words = about["License"].strip() if "License" in about else ""
    return words.split("\n", 1)[0]


def runtime_names(root: str = OWN_NAME) -> set[str]:
    """Return the normalised names of what ``root`` needs installed, and all that these need."""
    seen: set[str] = set()
    waiting = [root]
    while waiting:
        name = normalised(waiting.pop())
        if name in seen:
            continue
        try:
            needs = metadata.distribution(name).requires or []
        except metadata.PackageNotFoundError:
            continue
        seen.add(name)
        waiting += [found[0] for line in needs if (found := _needed(line))]
    return seen - {normalised(root)}


def normalised(name: str) -> str:
    """Return a library's name as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _needed(requirement: str) -> re.Match[str] | None:
    return None if "extra ==" in requirement else _REQUIREMENT.match(requirement)


def _distributions() -> Iterator[metadata.Distribution]:
    if getattr(sys, "frozen", False):
        yield from metadata.distributions()
        return
    for name in runtime_names():
        yield metadata.distribution(name)


def _library(distribution: metadata.Distribution) -> Library:
    about = distribution.metadata
    name = str(about["Name"])
    texts = [distribution.read_text(place) or "" for place in licence_files(distribution)]
    if _QT.match(name):
        texts = [resource("licences", file).read_text(encoding="utf-8") for file in _QT_TEXTS]
    licence = licence_of(distribution) or ("voir le texte" if texts else "voir sa page")
    return Library(name, distribution.version, licence, _home(about), (*texts,))


def _home(about: metadata.PackageMetadata) -> str:
    if "Home-page" in about:
        return about["Home-page"]
    links = [str(line).split(", ", 1) for line in about.get_all("Project-URL") or ()]
    return next((link[1] for link in links if len(link) == 2), "")
