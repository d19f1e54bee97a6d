"""Where the eye was: scroll and focus of an interview, kept so that reopening is exact."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from consultant_app.ui.shell import Shell


@dataclass(frozen=True, slots=True)
class View:
    """What was on screen: the stop, how far it was scrolled, which control had the focus."""

    stop_id: str = ""
    scroll: int = 0
    focus: str = ""


def load(shell: Shell, interview_id: str) -> View:
    """Return the view kept for an interview (in the database thread)."""
    kept = shell.settings.get(f"ui:view:{interview_id}") if shell.settings else None
    if not isinstance(kept, dict):
        return View()
    return View(
        str(kept.get("stop_id", "")), int(kept.get("scroll", 0)), str(kept.get("focus", ""))
    )


def keep(shell: Shell, interview_id: str, view: View) -> None:
    """Keep a view."""
    shell.remember(f"view:{interview_id}", asdict(view))
