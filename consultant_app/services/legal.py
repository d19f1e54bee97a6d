"""The texts that a dirigeant reads, with what the région has said put in."""

from __future__ import annotations

from consultant_app.assets import resource
from consultant_app.domain.legal_texts import (
    AgreementText,
    Contacts,
    InformationSheet,
    load_agreement,
    load_information_sheet,
    own_agreement,
    own_information,
)
from consultant_app.services.region import RegionCard, region_card
from consultant_app.services.workspace import Workspace

_AGREEMENT, _INFORMATION = "agreement.yaml", "information-sheet.yaml"


def contacts(workspace: Workspace) -> Contacts:
    """Who answers for the data, as the région's configuration says."""
    return _contacts(region_card(workspace))


def agreement_text(workspace: Workspace) -> AgreementText:
    """What is asked before anything is sent: in the région's own words, where it has some."""
    card = region_card(workspace)
    shipped = load_agreement(_shipped(_AGREEMENT), _AGREEMENT)
    return own_agreement(shipped, card.agreement).filled(_contacts(card))


def information_text(workspace: Workspace) -> InformationSheet:
    """What is read before starting: in the région's own words, where it has some."""
    card = region_card(workspace)
    shipped = load_information_sheet(_shipped(_INFORMATION), _INFORMATION)
    return own_information(shipped, card.information).filled(_contacts(card))


def _shipped(name: str) -> str:
    return resource("texts", name).read_text(encoding="utf-8")


def _contacts(card: RegionCard) -> Contacts:
    return Contacts(controller=card.controller, dpo=card.dpo, contact=card.contact)
