"""The drawn signature: optional, kept with the dossier, drawn on the paper."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from consultant_app.domain.interview import State
from consultant_app.restitution.handwriting import parse
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.sharing.agreement import AgreementPane
from tests.ui.desk import CTRL, ENTER, Desk
from tests.ui.test_ending import SIGNER, open_at, stored

LEFT = Qt.MouseButton.LeftButton


def pane_of(desk: Desk) -> AgreementPane:
    pane = desk.window.findChild(AgreementPane)
    assert isinstance(pane, AgreementPane)
    return pane


def draw(desk: Desk, *strokes: tuple[tuple[int, int], ...]) -> None:
    pad = pane_of(desk).pad
    for first, *rest in strokes:
        QTest.mousePress(pad, LEFT, pos=QPoint(*first))
        for place in rest:
            QTest.mouseMove(pad, QPoint(*place))
        QTest.mouseRelease(pad, LEFT, pos=QPoint(*(rest or [first])[-1]))
    desk.settle()


def sign(desk: Desk) -> None:
    desk.tab_to("Oui")
    desk.press(Qt.Key.Key_Space)
    desk.fill("Nom de la personne", SIGNER)
    desk.press(ENTER, modifier=CTRL)
    desk.wait(lambda: any("signé et clos" in said for said in desk.said))
    desk.settle()


def test_what_the_hand_drew_is_kept_and_can_be_drawn_on_paper(sample: Desk) -> None:
    open_at(sample, Route.SHARING)
    draw(sample, ((10, 10), (40, 60), (80, 20)), ((100, 10), (100, 50)), ((5, 5),))
    sign(sample)
    interview = stored(sample)
    assert interview.state is State.CLOSED
    drawing = interview.signatures[0].drawing
    assert drawing == "M10 10 L40 60 L80 20 M100 10 L100 50"
    assert [len(stroke) for stroke in parse(drawing)] == [3, 2]
    assert interview.signatures[1].drawing == ""


def test_a_drawing_can_be_taken_away_and_nothing_is_asked_of_the_keyboard(sample: Desk) -> None:
    open_at(sample, Route.SHARING)
    draw(sample, ((10, 10), (40, 60)))
    pane = pane_of(sample)
    assert pane.rub_out.isVisible()
    sample.choose("Effacer le dessin")
    assert pane.pad.path == ""
    assert not pane.rub_out.isVisible()
    sign(sample)
    assert stored(sample).signatures[0].drawing == ""
