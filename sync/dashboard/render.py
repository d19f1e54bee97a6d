"""Templates: escaped by default, found in this package."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sync.dashboard.access.accounts import ROLE_NAMES
from sync.dashboard.access.sessions import Session
from sync.dashboard.dates import day, moment, quarter
from sync.dashboard.figures.charts import draw, variants
from sync.dashboard.figures.model import Figure, shown

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def _charts(figure: Figure) -> list[tuple[str, Markup]]:
    """The drawings of a figure; our own writer has escaped every text in them."""
    return [
        (class_, Markup(draw(figure.chart, _told(figure), width)))  # noqa: S704
        for width, class_ in variants(figure.chart)
    ]


def _told(figure: Figure) -> str:
    return f"{figure.title}. {figure.sentence} Les chiffres sont dans le tableau qui suit."


def _fingerprint() -> str:
    files = sorted(path for path in STATIC.iterdir() if path.is_file())
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


_environment = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_environment.globals |= {
    "charts": _charts,
    "shown": shown,
    "day": day,
    "moment": moment,
    "quarter": quarter,
    "version": _fingerprint(),
    "role_names": ROLE_NAMES,
}


def page(
    template: str,
    request: Request,
    session: Session | None = None,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """Return a page; every text in ``values`` is escaped."""
    from sync.dashboard.registry import menu

    told = {
        "session": session,
        "menu": menu(session.role) if session else (),
        "here": request.url.path,
        **values,
    }
    return HTMLResponse(_environment.get_template(template).render(told), status)
