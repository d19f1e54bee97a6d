"""The machine dies in the middle of an interview: every answer said to be saved is there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import IO

import pytest

from consultant_app.domain.answers import UNANSWERED, Answer
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.workspace import Workspace
from tests.stories.answering import Step, steps
from tests.working import started, working

ROOT = Path(__file__).parents[2]
KILLS = 50
Answering = subprocess.Popen[str]


@pytest.fixture
def interview_id(tmp_path: Path) -> str:
    with working(tmp_path / "profil") as workspace:
        return started(workspace).id


@pytest.fixture
def answering(tmp_path: Path, interview_id: str) -> Iterator[Answering]:
    words = [
        sys.executable,
        "-m",
        "tests.stories.answering",
        str(tmp_path / "profil"),
        interview_id,
    ]
    with subprocess.Popen(
        words, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def answer_until_killed(answering: Answering, seed: int, chance: Random) -> list[Step]:
    """Let it answer for a while, kill it at some point; return what it had acknowledged."""
    said, told = answering.stdout, answering.stdin
    assert said
    assert told
    told.write(f"{seed}\n")
    told.flush()
    pid = int(said.readline())
    acknowledged = [_step(said.readline()) for _ in range(chance.randrange(1, 25))]
    time.sleep(chance.random() * 0.012)
    os.kill(pid, signal.SIGKILL)
    return acknowledged + list(_rest(said))


def _rest(said: IO[str]) -> Iterator[Step]:
    for line in said:
        if line == "dead\n":
            return
        if line.endswith("dead\n"):  # cut in the middle of a line: not acknowledged
            return
        yield _step(line)


def _step(line: str) -> Step:
    kind, item_id, value = json.loads(line)
    return kind, item_id, value


def happened(workspace: Workspace, interview_id: str, since: int) -> list[Step]:
    """The acts that the history holds, beyond the first ``since``."""
    events = workspace.events.all_of(interview_id)[since:]
    return [_told(e.kind, str(e.question_id), e.after or UNANSWERED) for e in events]


def _told(kind: str, item_id: str, after: Answer) -> Step:
    if kind == "note":
        return kind, item_id, after.note
    if after.missing:
        return "missing", item_id, after.missing.value
    assert after.value is not None
    return kind, item_id, after.value


def test_at_50_points_no_acknowledged_answer_is_lost(
    tmp_path: Path, interview_id: str, answering: Answering
) -> None:
    chance, known, kept_beyond = Random(20260914), 0, 0
    for seed in range(KILLS):
        acknowledged = answer_until_killed(answering, seed, chance)
        with working(tmp_path / "profil") as workspace:
            assert workspace.db.faults() == []
            opened = Interviewing(workspace, interview_id)
            found = happened(workspace, interview_id, known)
            planned = list(islice(steps(opened.state.questionnaire, seed), len(found)))
            assert found[: len(acknowledged)] == acknowledged
            assert found == planned, "the history holds what was done, in order, and no more"
            # Killed between the commit and its announcement: one more is there, never two.
            assert len(found) - len(acknowledged) in {0, 1}
            kept_beyond += len(found) - len(acknowledged)
            assert_answers_follow_from_history(workspace, opened)
            known += len(found)
    assert known > KILLS
    assert kept_beyond < KILLS


def assert_answers_follow_from_history(workspace: Workspace, opened: Interviewing) -> None:
    """Every answer stored is the last that its history tells."""
    last: dict[str, Answer] = {}
    for event in workspace.events.all_of(opened.state.interview.id):
        last[str(event.question_id)] = event.after or UNANSWERED
    assert dict(opened.state.interview.answers) == {
        i: a for i, a in last.items() if a != UNANSWERED
    }
