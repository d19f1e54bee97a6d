"""How the collection goes, from transport counts and the cube: to help, never to rank anyone."""

from __future__ import annotations

from datetime import date, timedelta

from psycopg import AsyncConnection

from sync.dashboard.dates import day
from sync.dashboard.figures.model import Bar, Bars, Figure, Source, Table, Value, spaced
from sync.dashboard.pages import answers
from sync.dashboard.pages.content import (
    Content,
    Context,
    Control,
    publication_control,
    theme_control,
)

TITLE = "La collecte"
LEAD = "Les fiches arrivent-elles bien, et qu’est-ce qui coince\u202f?"
SILENT_DAYS = 28
REASONS = {
    "unreadable": "illisible",
    "invalid": "mal formée",
    "unknown_protocol": "version du programme inconnue ici",
    "unknown_code": "code inconnu du questionnaire",
    "unknown_questionnaire": "questionnaire inconnu ici",
    "too_large": "trop grosse",
    "unstorable": "refusée par la base",
}
_REMARK = (
    "Ces comptes aident à dépanner\u202f; ils ne disent rien du travail d’un consultant. On sait "
    "quel poste a envoyé quoi pendant 90 jours, puis plus du tout."
)


async def build(desk: AsyncConnection, ctx: Context | None, today: date) -> Content:
    """The page; without a publication, its transport half."""
    figures = [await _weeks(desk, today), await _silent(desk, today), await _set_aside(desk)]
    controls: tuple[Control, ...] = ()
    if ctx is not None:
        figures += await answers.figures(ctx)
        themes = theme_control(ctx)
        theme = ctx.theme or ctx.publication.codebook.themes[0]
        controls = (
            publication_control(ctx),
            Control("theme", "Thème des questions", themes.options[1:], theme.id),
        )
    return Content(TITLE, LEAD, tuple(figures), controls, (_REMARK,))


def source(today: date) -> Source:
    """Where these figures come from."""
    return Source(
        "Journal de transport, 90 derniers jours", None, f"Lu le {day(today)}", "Centre régional"
    )


async def _weeks(desk: AsyncConnection, today: date) -> Figure:
    first = today - timedelta(days=today.weekday(), weeks=11)
    cursor = await desk.execute(
        "SELECT date_trunc('week', on_day)::date, sum(records) FROM transport.tallies"
        " WHERE on_day >= %s GROUP BY 1",
        (first,),
    )
    found: dict[date, int] = dict(await cursor.fetchall())
    weeks = [first + timedelta(weeks=i) for i in range(12)]
    counts = [int(found.get(week, 0)) for week in weeks]
    labels = [f"Semaine du {week:%d/%m}" for week in weeks]
    bars = tuple(
        Bar(label, float(count), spaced(count)) for label, count in zip(labels, counts, strict=True)
    )
    return Figure(
        "semaines",
        "Les fiches reçues, semaine par semaine",
        f"{spaced(sum(counts))} fiches reçues en douze semaines.",
        Bars(bars, 0, float(max(*counts, 1)), ()),
        Table(("Semaine", "Fiches"), tuple(zip(labels, counts, strict=True))),
    )


async def _silent(desk: AsyncConnection, today: date) -> Figure:
    cursor = await desk.execute(
        "SELECT label, coalesce(last_seen_on, enrolled_at::date) FROM transport.devices"
        " WHERE revoked_at IS NULL ORDER BY 2, 1"
    )
    waits = [(str(label), (today - seen).days) for label, seen in await cursor.fetchall()]
    silent = [(label, days) for label, days in waits if days >= SILENT_DAYS]
    bars = tuple(Bar(label, float(days), f"{days} jours") for label, days in silent)
    told = (
        "Un poste silencieux est peut-être en panne, ou en vacances\u00a0: appelez."
        if silent
        else "Aucun poste n’est silencieux depuis quatre semaines."
    )
    top = float(max((days for _, days in silent), default=1))
    rows: tuple[tuple[Value, ...], ...] = tuple(silent)
    title = "Les postes silencieux depuis quatre semaines ou plus"
    return Figure(
        "silencieux", title, told, Bars(bars, 0, top, ()), Table(("Poste", "Jours"), rows)
    )


async def _set_aside(desk: AsyncConnection) -> Figure:
    cursor = await desk.execute(
        "SELECT reason, count(*) FROM transport.set_aside GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    found = [
        (REASONS.get(str(reason), str(reason)), int(count))
        for reason, count in await cursor.fetchall()
    ]
    bars = tuple(Bar(reason, float(count), spaced(count)) for reason, count in found)
    told = (
        "Une fiche mise de côté l’est aussi, visiblement, chez le consultant."
        if found
        else "Aucune fiche n’est mise de côté."
    )
    top = float(max((count for _, count in found), default=1))
    return Figure(
        "de-cote",
        "Les fiches mises de côté, et pourquoi",
        told,
        Bars(bars, 0, top, ()),
        Table(("Raison", "Fiches"), tuple(found)),
    )
