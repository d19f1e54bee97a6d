"""The texts a dirigeant reads before starting and before sending: pure models of ``texts/*.yaml``.

Both are versioned; the agreement's version is stored with the answer. Who answers for the data comes
from the région's configuration; until it does, the text says so instead of inventing a name. A région
may have texts of its own (`own_agreement`, `own_information`): plain words, paragraphs apart by an
empty line, a line that begins with « # » being a title. Their version is drawn from the words.
Legal basis, durations and rights: domain note §5. Nothing here is legal advice.
"""

from __future__ import annotations

import hashlib
import re
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

from consultant_app.domain.faults import FaultyFileError
from consultant_app.domain.questionnaire import Id, Model, Text
from consultant_app.domain.structure import validate
from consultant_app.domain.yaml_tree import read

#: What stands where the région has not yet said who answers.
TO_COMPLETE = "à compléter par la région"
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
#: Enough of a digest to tell two texts apart on paper.
_EDITION_SIGNS = 8
_KNOWN = frozenset({"controller", "dpo", "contact"})
M = TypeVar("M", bound=Model)


def _known_placeholders(text: str) -> str:
    unknown = set(_PLACEHOLDER.findall(text)) - _KNOWN
    if unknown:
        raise ValueError(f"unknown placeholders: {', '.join(sorted(unknown))}")
    return text


#: A text in which {controller}, {dpo} and {contact} may stand.
Template = Annotated[Text, AfterValidator(_known_placeholders)]


class Contacts(Model):
    """Who answers for the data, from the région's configuration; "" where it says nothing."""

    controller: str = ""
    dpo: str = ""
    contact: str = ""

    def fill(self, text: str) -> str:
        """Return ``text`` with its placeholders replaced, once, by what is known."""
        return _PLACEHOLDER.sub(lambda m: self._known(m.group(1), m.group()), text)

    def _known(self, name: str, written: str) -> str:
        values = {"controller": self.controller, "dpo": self.dpo, "contact": self.contact}
        # A région's own words may hold braces that mean nothing here.
        return (values[name].strip() or TO_COMPLETE) if name in values else written


class SheetSection(Model):
    """A titled part of the information sheet."""

    id: Id
    title: Text
    paragraphs: tuple[Template, ...] = Field(min_length=1)


class InformationSheet(Model):
    """The one page shown, and handed over, before the first question.

    ``closing`` is what is signed (« J’ai lu … »), ``signature`` the caption of the place to sign.
    ``edition``: tells the région's own text from the shipped one, "" in the latter.
    """

    id: Id
    version: int = Field(ge=1)
    edition: str = ""
    title: Text
    lede: Template
    sections: tuple[SheetSection, ...] = Field(min_length=1)
    closing: Text
    signature: Text

    @property
    def text_version(self) -> str:
        """The version as it is stored, e.g. ``information-1``."""
        return f"{self.id}-{self.edition or self.version}"

    def filled(self, contacts: Contacts) -> InformationSheet:
        """Return the sheet with the région's contacts in place of the placeholders."""
        sections = tuple(
            s.model_copy(update={"paragraphs": tuple(contacts.fill(p) for p in s.paragraphs)})
            for s in self.sections
        )
        return self.model_copy(update={"lede": contacts.fill(self.lede), "sections": sections})

    def section(self, section_id: str) -> SheetSection:
        """Return the section named ``section_id`` (KeyError when there is none)."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)


class CodeOffer(Model):
    """The offer of a follow-up code, asked only when the record may be sent."""

    question: Text
    paragraphs: tuple[Text, ...] = Field(min_length=1)
    yes_label: Text
    no_label: Text


class AgreementText(Model):
    """The separate, optional question on sending the record; ``edition`` as for the sheet."""

    id: Id
    version: int = Field(ge=1)
    edition: str = ""
    title: Text
    question: Text
    paragraphs: tuple[Template, ...] = Field(min_length=1)
    yes_label: Text
    no_label: Text
    code: CodeOffer

    @property
    def text_version(self) -> str:
        """The version stored with the answer (`Agreement.text_version`), e.g. ``accord-1``."""
        return f"{self.id}-{self.edition or self.version}"

    def filled(self, contacts: Contacts) -> AgreementText:
        """Return the text with the région's contacts in place of the placeholders."""
        filled = tuple(contacts.fill(p) for p in self.paragraphs)
        return self.model_copy(update={"paragraphs": filled})


def own_agreement(shipped: AgreementText, words: str) -> AgreementText:
    """Return the agreement in the région's own words; the shipped one when it has none.

    The question, the answers and the offer of a code stay: what is asked is the same everywhere.
    """
    paragraphs = tuple(text for title, part in _parts(words) for text in (title, *part) if text)
    if not paragraphs:
        return shipped
    return shipped.model_copy(update={"paragraphs": paragraphs, "edition": _edition(words)})


def own_information(shipped: InformationSheet, words: str) -> InformationSheet:
    """Return the sheet in the région's own words; the shipped one when it has none.

    Title, opening lines and what is signed stay. What stands before the first title is untitled
    in the région's text: it comes under the name of the sheet's first part.
    """
    parts = [(title, part) for title, part in _parts(words) if part]
    if not parts:
        return shipped
    first = shipped.sections[0].title
    sections = tuple(
        SheetSection(id=f"own_{number}", title=title or first, paragraphs=tuple(part))
        for number, (title, part) in enumerate(parts, 1)
    )
    return shipped.model_copy(update={"sections": sections, "edition": _edition(words)})


def _parts(words: str) -> list[tuple[str, list[str]]]:
    """The titles of a plain text, each with the paragraphs below it; "" for those before any."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for block in _EMPTY_LINE.split(words.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if lines and lines[0].startswith("#"):
            parts.append((lines.pop(0).lstrip("# "), []))
        if lines:
            parts[-1][1].append(" ".join(lines))
    return parts


def _edition(words: str) -> str:
    """A name for a text, the same on every laptop: one word changed gives another."""
    plain = " ".join(words.split()).encode()
    return f"region-{hashlib.sha256(plain).hexdigest()[:_EDITION_SIGNS]}"


def load_information_sheet(text: str, name: str) -> InformationSheet:
    """Read an information sheet; raises `FaultyFileError` naming the lines at fault."""
    return _load(InformationSheet, text, name)


def load_agreement(text: str, name: str) -> AgreementText:
    """Read an agreement's text; raises `FaultyFileError` naming the lines at fault."""
    return _load(AgreementText, text, name)


def _load(model: type[M], text: str, name: str) -> M:
    tree, faults = read(text)
    if tree is None:
        raise FaultyFileError(name, faults)
    value, more = validate(model, tree)
    faults = sorted({*faults, *more})
    if value is None or faults:
        raise FaultyFileError(name, faults)
    return value
