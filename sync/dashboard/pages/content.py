"""What a page of figures is made of, and what it is made from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from psycopg import AsyncConnection

from sync.dashboard import cube
from sync.dashboard.catalogue import Catalogue
from sync.dashboard.choices import BY_NAMES, Choices
from sync.dashboard.cube import Publication
from sync.dashboard.dates import day
from sync.dashboard.figures.grid import Grid, Subject, capital, grid_of
from sync.dashboard.figures.model import Figure, Source
from sync.protocol.codebook import ThemeCode
from sync.server.publication.plan import SIZE, DimensionName


@dataclass(frozen=True, slots=True)
class Control:
    """A list to choose from; its name is the address's."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Content:
    """A page. ``lead``: the question it answers. ``remarks``: said before the figures.

    ``beside``: figures are to be compared, and stand side by side where there is room.
    """

    title: str
    lead: str
    figures: tuple[Figure, ...]
    controls: tuple[Control, ...] = ()
    remarks: tuple[str, ...] = ()
    beside: bool = False

    def figure(self, id_: str) -> Figure | None:
        """The figure of this id."""
        return next((f for f in self.figures if f.id == id_), None)


@dataclass(frozen=True, slots=True)
class Context:
    """What pages are built from. ``path``: the page's own address; ``action``: of a holder, theirs."""

    path: str
    choices: Choices
    publication: Publication
    publications: tuple[Publication, ...]
    catalogue: Catalogue
    connection: AsyncConnection
    action: str = ""

    @property
    def theme(self) -> ThemeCode | None:
        """The theme that was chosen, if there is such a one."""
        return self.publication.theme(self.choices.theme)

    @property
    def source(self) -> Source:
        """What stands under every figure."""
        told = self.publication
        kind = "Campagne " if told.kind == "campaign" else ""
        return Source(
            f"{kind}{told.name}", told.firms, f"Publié le {day(told.made_on)}", told.codebook.title
        )

    def link(self, path: str = "", **changes: Any) -> str:
        """The address of a page with these choices, some changed."""
        return (path or self.path) + self.choices.query(**changes)

    async def grid(
        self, subjects: Sequence[Subject], dimension: DimensionName | None, size: str = ""
    ) -> Grid:
        """Read one table of the cube for these subjects."""
        wanted: list[DimensionName] = [dimension] if dimension else []
        if size and dimension != "size":
            wanted.append("size")
        crossing = cube.crossing_of(*wanted)
        if crossing is None:
            return grid_of(subjects, [], dimension)
        kinds = {s.kind for s in subjects} | {"firms"}
        cells = await cube.cells(
            self.connection,
            self.publication.id,
            crossing,
            sorted(kinds),
            {s.id for s in subjects} | {""},
        )
        return grid_of(subjects, cells, dimension, size if "size" in wanted else "")

    def themes(self, kind: str, page: str = "") -> list[Subject]:
        """Every theme as a row, a holder's own first; each leads to its practices."""
        own = self.own_themes
        return sorted(
            (
                Subject(kind, t.id, t.title, self.link(page, theme=t.id))
                for t in self.publication.codebook.themes
            ),
            key=lambda subject: subject.id not in own,
        )

    @property
    def own_themes(self) -> frozenset[str]:
        """The themes that a holder's action answers; none for the others."""
        action = self.catalogue.action(self.action)
        covers = set(action.covers) if action else set()
        return frozenset(
            t.id for t in self.publication.codebook.themes if covers & {p.id for p in t.practices}
        )

    @property
    def scope(self) -> str:
        """What a title adds when only some firms are shown."""
        size = self.choices.size
        return f", {SIZE.labels[size]}" if size else ""

    @property
    def by(self) -> str:
        """What groups are called in a table's head."""
        return GROUP_NAMES.get(self.choices.by, "Groupe")

    def practices(self, kind: str, ids: Iterable[str]) -> list[Subject]:
        """These practices as rows, in the questionnaire's order."""
        wanted = set(ids)
        return [
            Subject(kind, p.id, f"{p.number} {p.title}")
            for p in self.publication.practices.values()
            if p.id in wanted
        ]


GROUP_NAMES = {"taille": "Taille", "activite": "Activité", "territoire": "Territoire"}
Build: TypeAlias = Callable[[Context], Awaitable[Content]]


def publication_control(ctx: Context) -> Control:
    """Choose the publication."""
    options = tuple((str(p.id), capital(p.name)) for p in ctx.publications)
    return Control("publication", "Campagne", options, str(ctx.publication.id))


def theme_control(ctx: Context, everything: str = "les dix thèmes") -> Control:
    """Choose a theme, or none."""
    themes = ((t.id, t.title) for t in ctx.publication.codebook.themes)
    return Control("theme", "Thème", (("", capital(everything)), *themes), ctx.choices.theme)


def group_controls(ctx: Context) -> tuple[Control, ...]:
    """Choose how groups are told apart, and a size."""
    by = tuple((code, capital(name)) for code, name in BY_NAMES.items())
    sizes = tuple((code, capital(SIZE.labels[code])) for code in SIZE.categories)
    return (
        Control("selon", "Entreprises", by, ctx.choices.by),
        Control("taille", "Taille", (("", "Toutes les tailles"), *sizes), ctx.choices.size),
    )
