"""The end of an interview by keyboard: rereading, deciding, agreeing, signing, handing over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QLineEdit

from consultant_app.domain.interview import Interview, State
from consultant_app.services.dossiers import DossierRow, Dossiers
from consultant_app.services.packages import REGION
from consultant_app.services.results import Results
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.preview.page import PreviewPage
from consultant_app.ui.pages.result.page import ResultPage
from consultant_app.ui.printing import Printing, print_pdf
from tests.ui.desk import ALT, CTRL, ENTER, Desk
from tests.ui.test_accessibility import faults

DRAFT, CLOSED = "Traiteur Spécimen", "Menuiserie Exemple"
SIGNER = "Sofia Calibre"


def row_of(desk: Desk, company: str) -> DossierRow:
    workspace = desk.shell.unlocked
    rows = desk.in_database(lambda: Dossiers(workspace).rows())
    return next(row for row in rows if row.company == company)


def open_at(desk: Desk, route: Route, company: str = DRAFT) -> None:
    row = row_of(desk, company)
    desk.go(route, company_id=row.company_id, interview_id=row.interview_id or "")


def stored(desk: Desk, company: str = DRAFT) -> Interview:
    """The interview as the database holds it."""
    workspace, row = desk.shell.unlocked, row_of(desk, company)
    return desk.in_database(lambda: Dossiers(workspace).find(row.interview_id or ""))


# Rereading


def test_enter_on_a_question_left_open_goes_to_it(sample: Desk) -> None:
    open_at(sample, Route.REVIEW)
    assert "sans réponse" in sample.texts()
    name = sample.focus_name
    sample.press(ENTER)
    sample.wait(lambda: sample.is_on(Route.INTERVIEW))
    sample.settle()
    assert name.split("\u00a0", 1)[-1] in sample.texts()


def test_the_conditions_of_the_interview_are_kept_as_they_are_left(sample: Desk) -> None:
    open_at(sample, Route.REVIEW)
    sample.fill("Présents", "Mme Calibre, M. Gabarit")
    sample.tab_to("Lieu")
    sample.fill("Lieu", "au laboratoire")
    sample.tab_to("À confirmer (Fiabilité") if stored(
        sample
    ).conditions.confidence is None else sample.find("Lieu")
    sample.press(Qt.Key.Key_Right)
    conditions = stored(sample).conditions
    assert conditions.present == ("Mme Calibre", "M. Gabarit")
    assert conditions.place == "au laboratoire"
    assert sample.saved.startswith("Enregistré à")


def test_a_follow_up_tells_what_became_of_what_was_kept(sample: Desk) -> None:
    company = "Fromagerie Factice"
    open_at(sample, Route.REVIEW, company)
    assert "Depuis la dernière fois" in sample.texts()
    followed = stored(sample, company).followed
    assert followed
    chosen = {"done": "Fait", "started": "Commencé", "dropped": "Abandonné", "": "Fait"}
    sample.tab_to(f"{chosen[followed[0].outcome]} (")
    sample.press(Qt.Key.Key_Right)
    assert stored(sample, company).followed[0].outcome != followed[0].outcome
    assert faults(sample.window) == []


# Deciding


@pytest.fixture
def result(sample: Desk) -> Desk:
    open_at(sample, Route.RESULT)
    return sample


def plan_of(desk: Desk) -> list[str]:
    """The kept priorities, in the order stored."""
    return [item.practice_id for item in stored(desk).plan if item.kept]


def shown(desk: Desk) -> list[str]:
    """The kept priorities, in the order shown."""
    page = desk.page
    assert isinstance(page, ResultPage)
    return [row.item_id for row in page.right.plan.rows]


def test_the_result_says_its_sentence_and_proposes_priorities(result: Desk) -> None:
    page = result.page
    assert isinstance(page, ResultPage)
    assert page.left.sentence.text.startswith("Vos appuis sont")
    assert page.left.chart.accessibleDescription()
    assert len(shown(result)) == 6
    assert result.focus_name.startswith("1. ")
    assert faults(result.window) == []


def test_priorities_are_moved_removed_put_back_and_undone_by_keyboard(result: Desk) -> None:
    first, second, *_rest = shown(result)
    result.press(Qt.Key.Key_Down, modifier=ALT)
    assert shown(result)[:2] == [second, first] == plan_of(result)[:2]
    assert result.focus_name.startswith("2. ")
    result.press(Qt.Key.Key_Delete)
    assert first not in plan_of(result)
    assert "5 retenues sur 6" in result.texts()
    result.choose("Remettre")
    assert plan_of(result)[-1] == first
    result.press(Qt.Key.Key_Z, Qt.Key.Key_Z, modifier=CTRL)
    assert plan_of(result)[:2] == [second, first]


def test_who_and_when_and_a_comment_are_kept_as_they_are_typed(result: Desk) -> None:
    result.press(ENTER)
    result.type("Mme Calibre")
    result.press(ENTER)
    assert stored(result).plan[0].who == "Mme Calibre"
    result.fill("Quand", "fin mars")
    result.choose("Commenter")
    result.type("Avec l’expert-comptable")
    result.choose("Suivant")
    result.wait(lambda: result.is_on(Route.SHARING))
    result.settle()
    item = stored(result).plan[0]
    assert (item.when, item.comment) == ("fin mars", "Avec l’expert-comptable")


def test_a_legal_duty_can_be_made_a_priority(result: Desk) -> None:
    before = plan_of(result) or shown(result)
    result.choose("En faire une priorité")
    assert len(plan_of(result)) == len(before) + 1


def test_going_on_confirms_what_is_shown(result: Desk) -> None:
    assert not stored(result).plan_decided
    result.choose("Suivant")
    result.wait(lambda: result.is_on(Route.SHARING))
    result.settle()
    kept = stored(result)
    assert kept.plan_decided
    assert len(kept.plan) == 6
    assert kept.actions


def test_the_tab_of_what_leaves_confirms_as_the_button_does(result: Desk) -> None:
    """Found by hand: opened by its tab, « Ce qui part » said that no priority was kept."""
    row = row_of(result, DRAFT)
    result.go(Route.SHARING, company_id=row.company_id, interview_id=row.interview_id or "")
    assert "6 besoins, sans qui ni quand" in result.texts()
    assert stored(result).plan_decided
    assert stored(result).actions


def test_looking_at_the_result_and_going_back_decides_nothing(result: Desk) -> None:
    row = row_of(result, DRAFT)
    result.go(Route.INTERVIEW, company_id=row.company_id, interview_id=row.interview_id or "")
    assert not stored(result).plan_decided


def test_what_leaves_says_where_priorities_are_still_to_be_decided(sample: Desk) -> None:
    open_at(sample, Route.SHARING)
    assert "6 proposées, à décider à l’étape «\u00a0Résultat\u00a0»" in sample.texts()


def test_a_closed_result_is_read_and_not_changed(sample: Desk) -> None:
    open_at(sample, Route.RESULT, CLOSED)
    before = stored(sample, CLOSED).plan
    sample.tab_to("1. ")
    sample.press(Qt.Key.Key_Delete)
    sample.press(Qt.Key.Key_Down, modifier=ALT)
    assert stored(sample, CLOSED).plan == before


# Agreeing, signing, closing


@pytest.fixture
def sharing(sample: Desk) -> Desk:
    open_at(sample, Route.SHARING)
    return sample


def test_nothing_is_ticked_beforehand_and_signing_asks_first(sharing: Desk) -> None:
    assert stored(sharing).agreement is None
    sharing.choose("Signer et clore")
    assert "Demandez d’abord la réponse" in sharing.texts()
    assert sharing.focus_name == "Oui, j’accepte l’envoi"
    assert stored(sharing).state is State.DRAFT


def tell(desk: Desk, **texts: str) -> None:
    """The région's configuration arrives, with texts of its own."""
    workspace = desk.shell.unlocked
    desk.in_database(lambda: workspace.settings.set(REGION, texts))


def test_the_regions_own_words_are_what_is_read_and_agreed_to(sample: Desk) -> None:
    tell(sample, agreement="La Région Exemple vous le demande.", information="# Vos droits\nTous.")
    open_at(sample, Route.INFORMATION)
    assert "Vos droits" in sample.texts()
    open_at(sample, Route.SHARING)
    assert "La Région Exemple vous le demande." in sample.texts()
    sample.press(ENTER)
    first = stored(sample).agreement
    assert first is not None
    assert first.text_version.startswith("accord-region-")
    assert first.text_version in sample.texts()


def test_an_answer_to_other_words_is_asked_again(sharing: Desk) -> None:
    sharing.press(ENTER)
    assert stored(sharing).agreement is not None
    tell(sharing, agreement="Des mots nouveaux.")
    open_at(sharing, Route.SHARING)
    assert "Des mots nouveaux." in sharing.texts()
    sharing.choose("Signer et clore")
    assert "Demandez d’abord la réponse" in sharing.texts()
    assert stored(sharing).state is State.DRAFT


def test_an_agreement_with_a_code_is_signed_and_closed(sharing: Desk) -> None:
    sharing.press(ENTER)
    agreement = stored(sharing).agreement
    assert agreement is not None
    assert agreement.given
    assert agreement.text_version == "accord-1"
    assert stored(sharing).follow_up_code is None
    sharing.tab_to("Je souhaite un code de suivi")
    sharing.press(Qt.Key.Key_Space)
    code = stored(sharing).follow_up_code
    assert code is not None
    assert code[:4] in sharing.texts()
    sharing.choose("Signer et clore")
    assert "Écrivez le nom de la personne qui signe." in sharing.texts()
    sharing.type(SIGNER)
    sharing.press(ENTER)
    sharing.wait(lambda: any("signé et clos" in said for said in sharing.said))
    closed = stored(sharing)
    assert closed.state is State.CLOSED
    assert [s.name for s in closed.signatures] == [SIGNER, "Paul Témoin"]
    assert closed.agreement is not None
    assert closed.agreement.by == SIGNER
    workspace = sharing.shell.unlocked
    assert any(e.record_id == closed.record_id for e in in_outbox(sharing))
    assert workspace is not None


def in_outbox(desk: Desk) -> list:  # type: ignore[type-arg]
    workspace = desk.shell.unlocked
    return desk.in_database(workspace.outbox.waiting)


def test_a_refusal_sends_nothing(sharing: Desk) -> None:
    before = len(in_outbox(sharing))
    sharing.press(Qt.Key.Key_Right, ENTER)
    agreement = stored(sharing).agreement
    assert agreement is not None
    assert not agreement.given
    sharing.fill("Nom de la personne qui signe", SIGNER)
    sharing.press(ENTER)
    sharing.wait(lambda: any("signé et clos" in said for said in sharing.said))
    assert stored(sharing).state is State.CLOSED
    assert len(in_outbox(sharing)) == before


def test_the_bytes_shown_are_the_bytes_that_leave(sample: Desk) -> None:
    open_at(sample, Route.SHARING, CLOSED)
    closed = stored(sample, CLOSED)
    frozen = next(e.body for e in in_outbox(sample) if e.record_id == closed.record_id)
    sample.choose("Voir les octets exacts")
    text = sample.texts()
    assert frozen.decode() in text
    assert json.loads(frozen)["record_id"] == closed.record_id
    assert CLOSED not in frozen.decode()


def test_every_practice_can_be_read_before_it_leaves(sample: Desk) -> None:
    open_at(sample, Route.SHARING, CLOSED)
    sample.choose("Voir les 60 pratiques")
    assert "Régulier, constaté" in sample.texts() or "constaté" in sample.texts()
    sample.press(ENTER)
    assert sample.front is sample.window


def test_a_closed_interview_is_reopened_for_a_reason(sample: Desk) -> None:
    open_at(sample, Route.SHARING, CLOSED)
    sample.choose("Rouvrir")
    sample.press(ENTER)
    assert "Dites-le en quelques mots" in sample.texts()
    sample.type("un effectif à corriger")
    sample.press(ENTER)
    sample.wait(lambda: sample.is_on(Route.INTERVIEW))
    sample.settle()
    again = stored(sample, CLOSED)
    assert (again.state, again.revision) == (State.DRAFT, 2)
    assert again.reopen_reason == "un effectif à corriger"


def test_these_pages_have_names_and_roles(sample: Desk) -> None:
    for route in (Route.REVIEW, Route.RESULT, Route.SHARING, Route.PREVIEW):
        for company in (DRAFT, CLOSED):
            open_at(sample, route, company)
            assert faults(sample.window) == [], f"{route}, {company}"


# Handing over


@pytest.fixture
def preview(sample: Desk) -> Desk:
    open_at(sample, Route.PREVIEW, CLOSED)
    sample.wait(lambda: pages(sample) > 0)
    return sample


def pages(desk: Desk) -> int:
    page = desk.page
    assert isinstance(page, PreviewPage)
    return page.document.pageCount()


def test_the_paper_is_shown_in_its_two_editions(preview: Desk) -> None:
    whole = pages(preview)
    assert whole > 10
    preview.tab_to("Complète")
    preview.press(Qt.Key.Key_Right)
    preview.wait(lambda: 0 < pages(preview) < 4)


def test_saving_warns_remembers_and_can_protect(preview: Desk, tmp_path: Path) -> None:
    preview.press(Qt.Key.Key_S, modifier=CTRL)
    assert "lisible par qui l’ouvre" in preview.texts()
    preview.press(ENTER)
    preview.save_in_dialog(tmp_path / "restitution.pdf")
    preview.wait(lambda: any("confiez ce fichier avec soin" in said for said in preview.said))
    paper = PdfDocument((tmp_path / "restitution.pdf").read_bytes())
    assert CLOSED in paper[0].get_textpage().get_text_bounded()
    preview.press(Qt.Key.Key_S, modifier=CTRL)
    assert str(tmp_path / "restitution.pdf") in preview.texts()
    preview.tab_to("Protéger par un mot de passe")
    preview.press(Qt.Key.Key_Space)
    preview.type("court")
    preview.press(ENTER)
    assert "Au moins 8" in preview.texts()
    preview.type(", mais plus long")
    preview.press(ENTER)
    preview.save_in_dialog(tmp_path / "fermee.pdf")
    preview.wait((tmp_path / "fermee.pdf").exists)
    assert PdfDocument((tmp_path / "fermee.pdf"), password="court, mais plus long")[0]
    workspace, row = preview.shell.unlocked, row_of(preview, CLOSED)
    preview.settle()
    copies = preview.in_database(lambda: Results(workspace).copies(row.interview_id or ""))
    assert [copy.protected for copy in copies] == [False, True]


def test_a_note_is_printed_only_once_it_is_chosen(preview: Desk) -> None:
    page = preview.page
    assert isinstance(page, PreviewPage)
    note = "Tableau montré à l’écran"
    assert note not in text_of(page)
    before = page._content
    preview.tab_to("Citer la note sur Trésorerie")
    preview.press(Qt.Key.Key_Space)
    preview.wait(lambda: page._content not in (b"", before))
    assert note in text_of(page)


def text_of(page: PreviewPage) -> str:
    document = PdfDocument(page._content)
    return "\n".join(p.get_textpage().get_text_bounded() for p in document)


def test_printing_draws_every_page_from_memory(preview: Desk, tmp_path: Path) -> None:
    page = preview.page
    assert isinstance(page, PreviewPage)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "imprimante.pdf"))
    assert print_pdf(page._content, printer, last_page_only=True) == 1
    assert len(PdfDocument(tmp_path / "imprimante.pdf")) == 1


def test_the_window_goes_on_while_a_paper_is_printed(preview: Desk, tmp_path: Path) -> None:
    page = preview.page
    assert isinstance(page, PreviewPage)
    preview.wait(lambda: page._content != b"")
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "imprimante.pdf"))
    ended: list[int] = []
    seen: list[int] = []
    printing = Printing(page._content, printer, done=lambda: ended.append(printing.drawn))
    beat = QTimer(page, interval=0)
    beat.timeout.connect(lambda: None if ended else seen.append(printing.drawn))
    beat.start()
    printing.go_on()
    preview.wait(lambda: bool(ended))
    beat.stop()
    assert ended == [len(PdfDocument(tmp_path / "imprimante.pdf"))]
    assert len(set(seen)) > ended[0] // 2, "the window had its turn between the pages"


def test_a_paper_put_in_a_file_for_want_of_a_printer_is_told_to_be_readable(
    preview: Desk, tmp_path: Path
) -> None:
    page = preview.page
    assert isinstance(page, PreviewPage)
    preview.wait(lambda: page._content != b"")
    preview.press(Qt.Key.Key_P, modifier=CTRL)
    dialog = preview.front
    assert isinstance(dialog, QPrintDialog)
    field = dialog.findChild(QLineEdit, "filename")
    assert isinstance(field, QLineEdit)
    field.setText(str(tmp_path / "papier.pdf"))
    preview.press(ENTER)
    preview.wait(lambda: any("lisible par tous" in said for said in preview.said))
    assert (tmp_path / "papier.pdf").stat().st_size > 10_000
    workspace, names = preview.shell.unlocked, page.dossier()
    rows = preview.in_database(lambda: Dossiers(workspace).rows())
    assert next(r for r in rows if r.interview_id == names["interview_id"]).handed_over


def test_nothing_of_the_paper_stays_in_memory_once_the_page_is_left(preview: Desk) -> None:
    page = preview.page
    assert isinstance(page, PreviewPage)
    preview.go(Route.HOME)
    assert page._content == b""
    assert page.document.pageCount() == 0
