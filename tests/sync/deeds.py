"""What a consultant does, as values: they are done here, or in a process that is killed at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.sending import NothingSentError
from tests.sync.laptops import Laptop

Kind = Literal["hold", "correct", "withdraw", "agree again", "change mind", "delete", "exchange"]
#: Those that are done to a dossier that is there.
TO_A_DOSSIER: tuple[Kind, ...] = ("correct", "withdraw", "agree again", "change mind", "delete")


@dataclass(frozen=True)
class Deed:
    """One thing that a consultant does; ``interview_id``: to which dossier."""

    kind: Kind
    interview_id: str = ""
    level: int = 0
    code: bool = False


def do(laptop: Laptop, deed: Deed) -> bool:
    """Do it; False when there was nothing to do."""
    return _WAYS[deed.kind](laptop, deed)


def _hold(laptop: Laptop, deed: Deed) -> bool:
    laptop.hold(deed.level, code=deed.code)
    return True


def _correct(laptop: Laptop, deed: Deed) -> bool:
    laptop.correct(deed.interview_id, deed.level)
    return True


def _withdraw(laptop: Laptop, deed: Deed) -> bool:
    try:
        laptop.sending.withdraw(deed.interview_id)
    except NothingSentError:
        return False
    return True


def _agree_again(laptop: Laptop, deed: Deed) -> bool:
    return _say(laptop, deed.interview_id, "le dirigeant accepte de nouveau", given=True)


def _change_mind(laptop: Laptop, deed: Deed) -> bool:
    return _say(laptop, deed.interview_id, "le dirigeant a changé d’avis", given=False)


def _say(laptop: Laptop, interview_id: str, why: str, *, given: bool) -> bool:
    Closing(laptop.workspace).reopen(interview_id, why)
    laptop.agree(interview_id, given)
    Closing(laptop.workspace).close(interview_id)
    return True


def _delete(laptop: Laptop, deed: Deed) -> bool:
    Dossiers(laptop.workspace).delete_interview(deed.interview_id)
    return True


def _exchange(laptop: Laptop, _deed: Deed) -> bool:
    laptop.sending.sync()
    return True


_WAYS = {
    "hold": _hold,
    "correct": _correct,
    "withdraw": _withdraw,
    "agree again": _agree_again,
    "change mind": _change_mind,
    "delete": _delete,
    "exchange": _exchange,
}
