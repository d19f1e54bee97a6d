"""Where a dossier opens: the page where the work stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consultant_app.domain.states import Extent, State
from consultant_app.services.dossiers import DossierRow, Dossiers
from consultant_app.ui.navigation import Route
from consultant_app.ui.shell import Shell

if TYPE_CHECKING:
    from consultant_app.domain.interview import Interview


def open_row(shell: Shell, row: DossierRow) -> None:
    """Open a dossier from the list: its sheet, its interview, or its result."""
    if row.interview_id is None:
        shell.go(Route.COMPANY, company_id=row.company_id)
        return
    dossiers, interview_id = Dossiers(shell.unlocked), row.interview_id
    shell.tasks.database(
        lambda: dossiers.find(interview_id),
        lambda found: open_interview(shell, found),
        owner=shell.navigator,
    )


def open_interview(shell: Shell, interview: Interview) -> None:
    """Open an interview: information first, the result once it is closed."""
    names = {"company_id": interview.company_id, "interview_id": interview.id}
    if interview.state is State.CLOSED:
        shell.go(Route.RESULT, **names)
    elif interview.information_shown_at is None:
        shell.go(Route.INFORMATION, **names)
    else:
        shell.go(Route.INTERVIEW, **names)


def start_interview(
    shell: Shell,
    company_id: str,
    *,
    extent: Extent = Extent.FULL,
    follow_up_of: str | None = None,
) -> None:
    """Begin an interview: the information sheet comes first."""
    dossiers = Dossiers(shell.unlocked)
    shell.tasks.database(
        lambda: dossiers.start(company_id, extent=extent, follow_up_of=follow_up_of),
        lambda started: open_interview(shell, started),
        owner=shell.navigator,
    )
