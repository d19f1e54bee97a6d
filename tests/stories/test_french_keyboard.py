"""A consultant's first day with real keys: X server, French keyboard, no mouse, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from consultant_app import bootstrap
from consultant_app.domain.interview import Interview, State
from consultant_app.services.dossiers import Dossiers
from tests.stories.xserver import ROW, Hands, program, screen

pytestmark = pytest.mark.xserver

PASSPHRASE = "sept mots pour ouvrir mes dossiers demain"
COMPANY, SIGNER = "Menuiserie Modèle", "Sofia Modèle"
#: 0 1 2 3 4 on an AZERTY keyboard, without Shift.
UNSHIFTED = [ROW[key] for key in ("à", "&", "é", '"', "'")]


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as name:
        yield name


def introduce(hands: Hands) -> None:
    """Name, passphrase, and the recovery code's third group, copied from the screen."""
    hands.until("Bienvenue", focus="Votre nom")
    hands.write("Rémi Témoin")
    hands.press("Return")
    hands.until(focus="Votre organisme")
    hands.press("Return")
    hands.until(focus="Phrase de passe")
    hands.write(PASSPHRASE)
    hands.press("Return")
    hands.until(focus="La même")
    hands.write(PASSPHRASE)
    hands.press("Return")
    seen = hands.until("Imprimez votre code de secours.", focus="Imprimer")
    code = next(t for t in seen["texts"] if re.fullmatch(r"(?:[0-9A-Z]{4}\s+){6}[0-9A-Z]{4}", t))
    hands.tab_to("Le troisième groupe")
    hands.write(code.split()[2].lower())
    hands.press("Return")
    hands.until("Tout est prêt.", focus="Commencer")
    hands.press("Return")


def create(hands: Hands) -> None:
    """The first dossier, from the empty home page to the first question."""
    hands.until("Aucun dossier pour l’instant.", focus="Nouveau dossier")
    hands.press("Return")
    hands.until("Une nouvelle entreprise", focus="Nom")
    hands.write(COMPANY)
    hands.press("ctrl+Return")
    hands.until("Je l’ai présentée", focus="Je l’ai présentée")
    hands.press("ctrl+Return")


def whereabouts(seen: dict[str, Any]) -> tuple[str, ...]:
    """The question's name and its place in its theme; nothing on another page."""
    texts = seen["texts"]
    return tuple(texts[texts.index("Question") + 2 :][:2]) if "Question" in texts else ()


def keys_for(seen: dict[str, Any], placed: dict[str, int]) -> list[str]:
    """What the consultant strikes here: a level, an importance and a wish, or nothing."""
    if whereabouts(seen)[0] == "Importance":
        return [ROW['"'], "o"]
    if ", pratique " in whereabouts(seen)[1]:
        placed[whereabouts(seen)[0]] = level = len(placed) % 5
        return [UNSHIFTED[level]]
    return []


def answer_all(hands: Hands) -> dict[str, int]:
    """Place every practice with an unshifted digit; return the levels by the practices' names."""
    placed: dict[str, int] = {}
    seen = hands.until("Suivante")
    while here := whereabouts(seen):
        hands.press(*keys_for(seen, placed), "Return")
        seen = hands.when(lambda now, here=here: whereabouts(now) != here)  # type: ignore[misc]
    return placed


def finish(hands: Hands, paper: Path) -> None:
    """Reread, decide, agree, sign, save the paper."""
    hands.until("Suivant\u00a0: résultat")
    hands.press("ctrl+Return")
    hands.until("Suivant\u00a0: ce qui part")
    hands.press("ctrl+Return")
    hands.until("Votre accord", focus="Oui")
    hands.press("space")
    hands.tab_to("Nom de la personne qui signe")
    hands.write(SIGNER)
    hands.press("ctrl+Return")
    hands.until("L’entretien est signé et clos", focus="Aperçu")
    hands.press("ctrl+Return")
    hands.until(focus="Imprimer")
    hands.press("ctrl+s")
    hands.until("Choisir l’endroit…", focus="Choisir l’endroit")
    hands.press("Return")
    hands.until("Nom de fichier", focus="restitution.pdf")
    hands.press("ctrl+a")
    hands.write(str(paper))
    hands.press("Return")
    hands.until("La restitution est dans")


def only_interview(home: Path) -> tuple[Interview, dict[str, float]]:
    """The company's interview and its levels by name, read as the next session will."""
    workspace = bootstrap.open_profile(home / bootstrap.APP_NAME, PASSPHRASE)
    try:
        dossiers = Dossiers(workspace)
        (row,) = dossiers.rows()
        assert row.company == COMPANY
        assert row.interview_id is not None
        interview = dossiers.find(row.interview_id)
        asked = workspace.library.questionnaire(interview.questionnaire_id).items
        named = {f"{item.code} {item.title}": item.id for item in asked.values() if item.practice}
        levels = {name: interview.answer(id_).level for name, id_ in named.items()}
        return interview, {name: level for name, level in levels.items() if level is not None}
    finally:
        workspace.close()


def check_paper(paper: Path) -> None:
    """The file is this company's restitution, readable in order."""
    with PdfDocument(paper) as document:
        assert len(document) >= 12
        cover = document[0].get_textpage().get_text_range()
        everything = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert COMPANY in cover
    assert "Rémi Témoin" in everything


def test_from_the_first_run_to_a_saved_pdf_on_a_french_keyboard(
    display: str, tmp_path: Path
) -> None:
    paper = tmp_path / "restitution.pdf"
    with program(display, tmp_path) as hands:
        introduce(hands)
        create(hands)
        placed = answer_all(hands)
        finish(hands, paper)
        hands.press("ctrl+q")
        assert hands.ended() == 0
    interview, levels = only_interview(tmp_path / "maison")
    assert interview.state is State.CLOSED
    assert [s.name for s in interview.signatures] == [SIGNER, "Rémi Témoin"]
    assert len(placed) >= 55
    assert levels == placed
    check_paper(paper)
