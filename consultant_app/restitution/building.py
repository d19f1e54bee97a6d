"""The order of the paper: which sections stand in it, and the contents that name them."""

from __future__ import annotations

from consultant_app.domain.company import Company
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.restitution.context import RestitutionContext
from consultant_app.restitution.model import (
    PeersPage,
    Restitution,
    Section,
    ThemePage,
    TocEntry,
    TocGroup,
)
from consultant_app.restitution.reading import Reading
from consultant_app.restitution.section_compare import follow_up_page, peers_page
from consultant_app.restitution.section_front import cover, essential, frame
from consultant_app.restitution.section_growth import growth_page
from consultant_app.restitution.section_matters import matters
from consultant_app.restitution.section_next import parcours, plan
from consultant_app.restitution.section_sheet import sheet
from consultant_app.restitution.section_themes import theme_page


def compose(diagnosis: Diagnosis, company: Company, context: RestitutionContext) -> Restitution:
    """Put the paper together (see `model.build`)."""
    reading = Reading(diagnosis, company, context)
    if context.edition == "short":
        return Restitution("short", frame(reading), (essential(reading), plan(reading)))
    sections = _full(reading)
    return Restitution("full", frame(reading), (cover(reading, contents(sections)), *sections))


def _full(reading: Reading) -> tuple[Section, ...]:
    previous = reading.context.previous
    optional: tuple[Section | None, ...] = (
        essential(reading),
        follow_up_page(reading, previous) if previous else None,
        matters(reading),
        *(theme_page(reading, theme) for theme in reading.themes),
        growth_page(reading),
        peers_page(reading),
        parcours(reading),
        plan(reading),
        sheet(reading),
    )
    return tuple(section for section in optional if section is not None)


def contents(sections: tuple[Section, ...]) -> tuple[TocGroup, ...]:
    """What to read in ten minutes, and the rest."""
    by_name = {type(section).__name__: section for section in sections}
    titles = {
        "Essential": "L’essentiel",
        "FollowUpPage": "Ce qui a changé",
        "Matters": "Ce qui compte pour vous",
        "Plan": "Votre plan d’action",
    }
    quick = [
        TocEntry(title, by_name[name].anchor, by_name[name].anchor)
        for name, title in titles.items()
        if name in by_name
    ]
    return (
        TocGroup("Si vous avez dix minutes", tuple(quick)),
        TocGroup("Le reste, quand vous voudrez", tuple(_rest(sections, by_name))),
    )


def _rest(sections: tuple[Section, ...], by_name: dict[str, Section]) -> list[TocEntry]:
    themes = [section for section in sections if isinstance(section, ThemePage)]
    entries = [TocEntry("Vos pratiques, thème par thème", themes[0].anchor, themes[-1].anchor)]
    peers = by_name.get("PeersPage")
    growth = by_name.get("GrowthPage")
    if growth and isinstance(peers, PeersPage):
        title = "Votre croissance, et les entreprises comparables"
        entries.append(TocEntry(title, growth.anchor, peers.anchor))
    elif peers:
        entries.append(TocEntry("Les entreprises comparables", peers.anchor, peers.anchor))
    for name, title in (
        ("Parcours", "Votre parcours d’actions"),
        ("Sheet", "Votre feuille à garder"),
    ):
        if section := by_name.get(name):
            entries.append(TocEntry(title, section.anchor, section.anchor))
    return entries
