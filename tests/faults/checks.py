"""What must hold of a profile after any fault: nothing acknowledged is lost, nothing is half."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from consultant_app.domain.answers import Answer
from consultant_app.domain.interview import State
from consultant_app.storage.answers import Answers
from consultant_app.storage.database import Database
from consultant_app.storage.errors import WrongPassphraseError
from consultant_app.storage.events import Events
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.outbox import Outbox
from consultant_app.storage.profile import Profile
from tests.faults.subject import NEW_PASSPHRASE
from tests.storing import CHEAP, PASSPHRASE


def lost_answers(db: Database, interview: str, acked: Sequence[str], tried: Sequence[str]) -> int:
    """How many acknowledged acts the database does not hold.

    An act tried after the last acknowledged one of the same question may stand in its place: it
    was being written when the fault came.
    """
    stored = Answers(db).all_of(interview)
    lost = 0
    for question, level in _latest(acked).items():
        later = _levels_of(tried, question)
        allowed = later[_last_index(later, level) :]
        found = stored.get(question, Answer()).level
        lost += found not in allowed
    closed = Interviews(db).get(interview).state is State.CLOSED
    return lost + ("close -" in acked and not closed)


def half_written(db: Database, interview: str) -> list[str]:
    """What one transaction should have written together and did not."""
    halves = []
    history: dict[str, Answer] = {}
    for event in Events(db).all_of(interview, kinds=("answer",)):
        if event.question_id and event.after:
            history[event.question_id] = event.after
    if history != Answers(db).all_of(interview):
        halves.append("answers differ from their history")
    held = Interviews(db).get(interview)
    counted = Interviews(db).summary(interview).answered
    if counted != len(history):
        halves.append(f"the list counts {counted} answers of {len(history)}")
    closed = held.state is State.CLOSED
    if closed != bool(Outbox(db).waiting()) or closed != (held.record_id is not None):
        halves.append("closed without its record, or the reverse")
    return halves


def reopened(folder: Path, *passphrases: str) -> tuple[Profile, Database, str]:
    """Open a profile by the first passphrase that fits, as its owner would after a restart."""
    profile = Profile(folder, CHEAP)
    for passphrase in passphrases:
        try:
            return profile, profile.unlock(passphrase), passphrase
        except WrongPassphraseError:
            continue
    profile.release()
    raise AssertionError("none of the passphrases opens the profile")


def require_sound(folder: Path, interview: str, acked: Sequence[str], tried: Sequence[str]) -> str:
    """Assert all of the above; return the passphrase that opened."""
    profile, db, passphrase = reopened(folder, PASSPHRASE, NEW_PASSPHRASE)
    try:
        assert db.faults() == []
        assert lost_answers(db, interview, acked, tried) == 0, "an acknowledged answer is lost"
        assert half_written(db, interview) == []
    finally:
        db.close()
        profile.release()
    return passphrase


def _latest(acts: Sequence[str]) -> dict[str, float]:
    split = [act.split(" ") for act in acts if act.startswith("answer")]
    return {parts[1]: float(parts[2]) for parts in split}


def _levels_of(acts: Sequence[str], question: str) -> list[float]:
    split = [act.split(" ") for act in acts if act.startswith("answer")]
    return [float(parts[2]) for parts in split if parts[1] == question]


def _last_index(levels: list[float], level: float) -> int:
    return len(levels) - 1 - levels[::-1].index(level)
