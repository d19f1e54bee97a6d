"""The information sheet and the printed recovery code: one page each, sound, complete."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from consultant_app.assets import resource
from consultant_app.domain.codes import RECOVERY, make_code, show_code
from consultant_app.domain.legal_texts import (
    Contacts,
    InformationSheet,
    SheetSection,
    load_information_sheet,
)
from consultant_app.domain.typography import french
from consultant_app.restitution.sheets import information_sheet, recovery_sheet
from tests import pdf_checks
from tests.pdf_reading import read_pages

NOON = datetime(2026, 6, 16, 12, tzinfo=UTC)
CONTACTS = Contacts(
    controller="Région Fictive", dpo="dpo@region.invalid", contact="diagnostic@region.invalid"
)


def sheet() -> InformationSheet:
    path = resource("texts", "information-sheet.yaml")
    return load_information_sheet(path.read_text(encoding="utf-8"), path.name)


def faults(data: bytes) -> list[str]:
    return [
        *pdf_checks.validation_failures(data),
        *pdf_checks.structure_faults(data),
        *pdf_checks.text_faults(data),
        *pdf_checks.fonts_not_embedded(data),
    ]


@pytest.mark.parametrize("contacts", [Contacts(), CONTACTS], ids=["to complete", "complete"])
def test_the_information_sheet_is_one_sound_page(contacts: Contacts) -> None:
    data = information_sheet(sheet().filled(contacts), created=NOON, copy="Votre exemplaire")
    assert len(read_pages(data)) == 1
    assert faults(data) == []


def test_the_information_sheet_says_all_of_its_text() -> None:
    filled = sheet().filled(CONTACTS)
    words = pdf_checks.words(pdf_checks.drawn_text(information_sheet(filled, created=NOON)))
    texts = [filled.title, filled.lede, filled.closing, filled.signature]
    texts += [text for section in filled.sections for text in (section.title, *section.paragraphs)]
    assert [text for text in texts if pdf_checks.words(french(text)) not in words] == []


def test_a_longer_text_is_set_tighter_and_still_fits() -> None:
    more = SheetSection(id="more", title="Encore", paragraphs=("Une phrase de plus. " * 12,))
    longer = sheet().model_copy(update={"sections": (*sheet().sections, more)})
    data = information_sheet(longer.filled(CONTACTS), created=NOON)
    assert len(read_pages(data)) == 1
    assert pdf_checks.text_faults(data) == []


def test_the_recovery_code_is_printed_as_it_is_read() -> None:
    code = show_code(make_code(RECOVERY, bytes(range(RECOVERY.random_bytes))))
    data = recovery_sheet(code, NOON)
    assert faults(data) == []
    assert len(read_pages(data)) == 1
    assert code in pdf_checks.drawn_text(data).replace("\n", "")


def test_the_recovery_sheet_names_nobody_unless_asked() -> None:
    anonymous = pdf_checks.words(pdf_checks.drawn_text(recovery_sheet("ABCD-EFGH", NOON)))
    named = pdf_checks.drawn_text(recovery_sheet("ABCD-EFGH", NOON, owner="Anne Modèle"))
    assert "Dossiers d" not in anonymous
    assert "Dossiers d’Anne Modèle" in pdf_checks.words(named)
    assert "16 juin 2026" in anonymous
