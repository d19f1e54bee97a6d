"""Which questions are answered, and which are not known: to help, never to rank anyone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sync.dashboard.cube import Cell
from sync.dashboard.figures.grid import Subject
from sync.dashboard.figures.model import Bar, Bars, Figure, Table, Value
from sync.dashboard.figures.words import count_text, few, share, status_text
from sync.dashboard.pages.content import Context
from sync.protocol.codebook import ThemeCode

_MOST = 12
_SERIES = ("ont un niveau", "ne savent pas")
_READING = (
    "Sur les entreprises à qui la question a été posée. Une question souvent inconnue est peut-être mal "
    "dite, ou posée à la mauvaise personne\u00a0: à revoir avec les consultants, sans chercher qui."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one question."""

    label: str
    answered: Cell | None
    nsp: Cell | None
    so: Cell | None


async def figures(ctx: Context) -> tuple[Figure, ...]:
    """The questions least answered of all, then those of a theme; none before they were published."""
    book = ctx.publication.codebook
    found = await _asked(ctx)
    if not any(line.answered for line in found.values()):
        return ()
    theme = ctx.theme or book.themes[0]
    unknown = sorted(found.values(), key=lambda line: -(share(line.nsp) or 0))[:_MOST]
    told = (
        _figure("inconnues", "Les douze questions où l’on sait le moins répondre", unknown),
        _figure(
            "reponses",
            f"Les réponses obtenues en «\u00a0{theme.title}\u00a0»",
            [found[p.id] for p in theme.practices],
        ),
        _not_concerned(theme, found),
    )
    return tuple(replace(figure, source=ctx.source) for figure in told)


async def _asked(ctx: Context) -> dict[str, Asked]:
    subjects = {
        kind: ctx.practices(kind, ctx.publication.practices) for kind in ("answered", "nsp", "so")
    }
    grid = await ctx.grid([s for told in subjects.values() for s in told], None)

    def cell(subject: Subject) -> Cell | None:
        return grid.cell(subject, "")

    return {
        answered.id: Asked(answered.label, cell(answered), cell(nsp), cell(so))
        for answered, nsp, so in zip(*subjects.values(), strict=True)
    }


def _figure(id_: str, title: str, told: list[Asked]) -> Figure:
    bars = tuple(
        Bar(
            line.label,
            share(line.answered),
            count_text(line.answered),
            None,
            share(line.nsp),
            count_text(line.nsp),
        )
        for line in told
    )
    columns = ("Question", "Ont un niveau", "Ne savent pas", "Sans objet", "Posée à")
    table = Table(columns, tuple(_row(line) for line in told))
    return Figure(id_, title, _most(told), Bars(bars, 0, 1, (), _SERIES), table, (_READING,))


def _row(line: Asked) -> tuple[Value, ...]:
    asked = next((c.n for c in (line.answered, line.nsp, line.so) if c and c.n), None)
    return (line.label, _count(line.answered), _count(line.nsp), _count(line.so), asked)


def _count(cell: Cell | None) -> Value:
    if cell is None:
        return None
    return few(cell.count) if cell.status == "shown" else status_text(cell)


def _most(told: list[Asked]) -> str:
    top = max(told, key=lambda line: share(line.nsp) or 0)
    if not share(top.nsp):
        return "Aucune question n’est inconnue de trois entreprises ou plus."
    return f"La plus souvent inconnue\u00a0: «\u00a0{top.label}\u00a0», {count_text(top.nsp)}."


def _not_concerned(theme: ThemeCode, found: dict[str, Asked]) -> Figure:
    told = [found[p.id] for p in theme.practices]
    bars = tuple(Bar(line.label, share(line.so), count_text(line.so)) for line in told)
    rows = tuple((line.label, count_text(line.so)) for line in told)
    sentence = (
        "Une question souvent sans objet ne s’adresse peut-être pas à toutes les entreprises."
    )
    title = f"Les questions sans objet en «\u00a0{theme.title}\u00a0»"
    table = Table(("Question", "Sans objet"), rows)
    return Figure("sans-objet", title, sentence, Bars(bars, 0, 1, (), ()), table, ())
