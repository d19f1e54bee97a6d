"""The restitution as an accessible PDF, in memory: tagged, archivable, reproducible.

The same view model and the same ``created`` give the same bytes; nothing is written to disk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import Any

from consultant_app.assets import resource
from consultant_app.restitution import (
    model,
    paper_cover,
    paper_essential,
    paper_followup,
    paper_growth,
    paper_matters,
    paper_parcours,
    paper_plan,
    paper_sheet,
    paper_themes,
    styles,
)
from consultant_app.restitution.drawing import POINTS_PER_MM
from consultant_app.restitution.encryption import Aes256Encryption
from consultant_app.restitution.layout import Composer
from consultant_app.restitution.model import Frame, Restitution
from consultant_app.restitution.tagged import DocumentInfo, TaggedCanvas
from consultant_app.restitution.typeset import forget

_PLACERS: dict[type, Callable[[Composer, Any], None]] = {
    model.Cover: paper_cover.place,
    model.Essential: paper_essential.place,
    model.FollowUpPage: paper_followup.place,
    model.Matters: paper_matters.place,
    model.GrowthPage: paper_growth.place,
    model.PeersPage: paper_growth.place_peers,
    model.Parcours: paper_parcours.place,
    model.Plan: paper_plan.place,
    model.Sheet: paper_sheet.place,
}


def render(restitution: Restitution, *, created: datetime, password: str | None = None) -> bytes:
    """Return the PDF of ``restitution``.

    ``created`` (aware) is the only time written in it. With ``password`` the file is encrypted
    (AES-256) and opens only with it; it stays tagged but cannot claim PDF/A.
    """
    try:
        return draw(compose(restitution), created=created, password=password)
    finally:
        forget()


def compose(restitution: Restitution) -> Composer:
    """Lay out all pages of ``restitution`` without drawing them."""
    styles.fonts()
    composer = Composer(restitution.frame)
    for kind, sections in groupby(restitution.sections, type):
        if kind is model.ThemePage:
            themes = [section for section in sections if isinstance(section, model.ThemePage)]
            paper_themes.place_all(composer, themes, _themes_title(restitution, themes[0]))
        else:
            for section in sections:
                _PLACERS[kind](composer, section)
    return composer


def _themes_title(restitution: Restitution, first: model.ThemePage) -> str:
    """Return the words of the cover's contents for the themes, or ""."""
    covers = (section for section in restitution.sections if isinstance(section, model.Cover))
    entries = (entry for cover in covers for group in cover.contents for entry in group.entries)
    return next((entry.title for entry in entries if entry.first == first.anchor), "")


def draw(composer: Composer, *, created: datetime, password: str | None = None) -> bytes:
    """Return the PDF of laid-out pages."""
    out = BytesIO()
    canvas = TaggedCanvas(
        out,
        _info(composer.frame, created),
        icc=_colour_profile(),
        font=styles.font_name("regular"),
        encryption=Aes256Encryption(password) if password else None,
        pagesize=(styles.PAGE_WIDTH * POINTS_PER_MM, styles.PAGE_HEIGHT * POINTS_PER_MM),
    )
    composer.draw(canvas)
    return canvas.getpdfdata()


def _info(frame: Frame, created: datetime) -> DocumentInfo:
    return DocumentInfo(
        title=frame.document_title,
        created=created,
        author=frame.author,
        subject=frame.subject,
        creator="Diagnostic PME",
    )


@cache
def _colour_profile() -> bytes:
    """Return the sRGB profile that every file embeds."""
    return resource("icc", "sRGB.icc").read_bytes()
