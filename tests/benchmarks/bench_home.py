"""The list of 10,000 dossiers: a keystroke in the search, drawn, against walking their names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import cycle

from consultant_app.domain.interview import State
from consultant_app.services.dossiers import DossierRow
from tests.benchmarks.harness import Budget, Pair, benchmark

DOSSIERS = 10_000
_TYPED = ("m", "me", "men", "menu", "menui", "menuis", "menui", "menu", "men", "me", "m", "")


@benchmark("a letter in the search of 10,000 dossiers", budget=Budget(value=0.016))
@contextmanager
def searching() -> Iterator[Pair]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from consultant_app.ui import application
    from consultant_app.ui.models.dossiers import DossiersModel
    from consultant_app.ui.pages.home.table import DossierTable

    app = application.create()
    model = DossiersModel()
    table = DossierTable(model)
    table.resize(1100, 600)
    table.show()
    rows = _rows()
    model.show_rows(rows, date(2026, 9, 15))
    app.processEvents()
    typed, again = cycle(_TYPED), cycle(_TYPED)
    names = [row.company.casefold() for row in rows]

    def measured() -> None:
        model.search(next(typed))
        table.select(0)
        table.viewport().repaint()

    def floor() -> None:
        wanted = next(again)
        [i for i, name in enumerate(names) if wanted in name]

    yield Pair(measured, floor)
    table.close()


def _rows() -> list[DossierRow]:
    kinds = ("Menuiserie", "Garage", "Boulangerie", "Studio", "Imprimerie")
    states = (State.DRAFT, State.CLOSED, None)
    return [
        DossierRow(
            company_id=str(number),
            company=f"{kinds[number % 5]} Fictive {number}",
            activity=kinds[number % 5],
            commune=f"Villefictive-{number % 97}",
            staff=number % 60,
            updated_at=datetime(2026, 1 + number % 9, 1 + number % 28, tzinfo=UTC),
            state=states[number % 3],
            answered=number % 60,
            relevant=60,
        )
        for number in range(DOSSIERS)
    ]
