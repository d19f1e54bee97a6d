"""Single sheets beside the restitution: the information sheet and the printed recovery code."""

from __future__ import annotations

from datetime import datetime

from consultant_app.domain.legal_texts import InformationSheet, SheetSection
from consultant_app.domain.typography import date_long, french, of
from consultant_app.restitution import pdf, styles
from consultant_app.restitution.layout import Composer
from consultant_app.restitution.model import Frame, Run
from consultant_app.restitution.structure import Tag, list_tag
from consultant_app.restitution.styles import BOTTOM, NARROW, WIDE, WIDTH, B, Style
from consultant_app.restitution.typeset import typeset

#: Settings tried until the information sheet fits its page: text, room between sections (mm).
_FITS = (
    (styles.BODY, 4.0),
    (styles.LIST, 3.2),
    (styles.TIGHT, 2.8),
    (Style(9.5, 12), 2.4),
    (Style(9, 11.4), 1.8),
)
_SIGNATURE = 26.0
#: The information sheet is all words: a smaller title, a wider column to read.
_TITLE, _LEDE = Style(21, 26), Style(12, 15.5)
_X, _WIDTH = styles.LEFT + 46.0, WIDTH - 46.0
_BOX_HEIGHT = 34.0


def information_sheet(sheet: InformationSheet, *, created: datetime, copy: str = "") -> bytes:
    """Return the information sheet as a PDF of one page, with room to sign.

    ``copy``: « exemplaire du dirigeant », say, at the foot. Fill the contacts in beforehand
    (`InformationSheet.filled`).
    """
    composer = _composer(french(sheet.title), f"Feuille d’information, {sheet.text_version}", copy)
    y = composer.heading(french(sheet.title), Tag("H1"), _TITLE) + 2.5
    y = composer.text(french(sheet.lede), _LEDE, Tag("P"), x=_X, y=y, width=_WIDTH) + 4
    style, gap = _fit(sheet, BOTTOM - y - _SIGNATURE)
    for section in sheet.sections:
        y = _section(composer, section, style, y) + gap
    _sign(composer, sheet, max(y, BOTTOM - _SIGNATURE))
    return pdf.draw(composer, created=created)


def _composer(title: str, subject: str, footer: str) -> Composer:
    styles.fonts()
    composer = Composer(Frame(title, subject, "", (), footer, ""))
    composer.new_page(has_head=False, is_exempt=True)
    return composer


def _fit(sheet: InformationSheet, room: float) -> tuple[Style, float]:
    """Return the most comfortable setting that fits ``room`` mm, else the tightest."""
    for style, gap in _FITS:
        heights = [_section_height(section, style) + gap for section in sheet.sections]
        if sum(heights) <= room:
            return style, gap
    return _FITS[-1]


def _section_height(section: SheetSection, style: Style) -> float:
    texts = [typeset(french(text), style, _WIDTH) for text in section.paragraphs]
    title = typeset(french(section.title), styles.H2, _X - styles.LEFT - 3)
    return max(1.6 + sum(text.height + 1 for text in texts) - 1, 1.6 + title.height)


def _section(composer: Composer, section: SheetSection, style: Style, y: float) -> float:
    """Place a section, its title at the left under a rule; return where it ends."""
    composer.rule(y, styles.HAIR)
    y += 1.6
    top = y + styles.H2.baseline_mm - style.baseline_mm
    left = composer.text(
        french(section.title), styles.H2, Tag("H2"), y=y, width=_X - styles.LEFT - 3
    )
    for paragraph in section.paragraphs:
        bottom = composer.text(french(paragraph), style, Tag("P"), x=_X, y=top, width=_WIDTH)
        top = bottom + 1
    return max(left, top - 1)


def _sign(composer: Composer, sheet: InformationSheet, y: float) -> None:
    composer.rule(y, styles.SECTION)
    composer.text(french(sheet.closing), styles.BODY, Tag("P"), x=_X, y=y + 2, width=_WIDTH)
    composer.text(
        french(sheet.signature), styles.BODY_ITALIC, Tag("P"), y=y + 2, width=_X - styles.LEFT - 3
    )
    composer.rule(BOTTOM, 0.6, x=_X)


def recovery_sheet(code: str, created: datetime, *, owner: str = "") -> bytes:
    """Return the printed recovery code as a PDF of one page.

    ``code``: as it is to be read, in groups. ``owner``: whose dossiers it opens, "" for none: the
    sheet then names nobody.
    """
    composer = _composer("Votre code de secours", "Code de secours des dossiers", "")
    y = composer.heading("Votre code de secours", Tag("H1")) + 2.5
    lede = french(
        "Il ouvre vos dossiers le jour où la phrase de passe est oubliée. "
        "Sans l’une ni l’autre, personne ne peut les rouvrir, pas même la région."
    )
    y = composer.text(lede, styles.LEDE, Tag("P"), x=B, y=y, width=WIDE) + 8
    y = _code_box(composer, code, y) + 8
    y = _advice(composer, y)
    words = f"Dossiers {of(owner)}. " if owner else ""
    note = french(
        f"{words}Code imprimé le {date_long(created.date())}. Un nouveau code rend celui-ci inutile."
    )
    composer.text(note, styles.NOTE, Tag("P"), x=B, y=y + 6, width=WIDE)
    return pdf.draw(composer, created=created)


def _code_box(composer: Composer, code: str, y: float) -> float:
    """Place the code between two strong rules, as large as fits one line, else on two."""
    text = typeset(code, styles.CODE, WIDTH, bind=False)
    if len(text.lines) > 1:
        text = typeset(code, styles.CODE.scaled(0.86), WIDTH, bind=False)
    composer.rule(y, styles.STRONG)
    height = max(_BOX_HEIGHT, text.height + 20)
    composer.text(text, text.style, Tag("P"), y=y + (height - text.height) / 2)
    composer.rule(y + height, styles.STRONG)
    return y + height


_ADVICE = (
    (
        "Rangez-la à part.",
        "Loin de l’ordinateur\u00a0: un tiroir fermé, un coffre, chez un proche.",
    ),
    ("Ne la photographiez pas.", "Qui a ce code et l’ordinateur peut lire tous vos dossiers."),
    (
        "Si elle est perdue,",
        "imprimez un nouveau code depuis les réglages\u00a0: l’ancien est annulé.",
    ),
    (
        "Pour vous en servir,",
        "choisissez «\u00a0Phrase de passe oubliée\u00a0» à l’ouverture et recopiez-le.",
    ),
)


def _advice(composer: Composer, y: float) -> float:
    """Place what to do with the sheet, as a list."""
    composer.text("Que faire de cette feuille", styles.H2, Tag("H2"), y=y, width=NARROW)
    tag = list_tag()
    for lead, rest in _ADVICE:
        body = Tag("LBody", Tag("LI", tag))
        words = (Run(lead, "bold"), Run(f" {rest}"))
        y = composer.text(words, styles.BODY, body, x=B, y=y, width=WIDE) + 2
    return y
