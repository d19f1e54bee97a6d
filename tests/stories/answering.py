"""A process that answers an interview without end and says so each time: made to be killed.

    python -m tests.stories.answering FOLDER INTERVIEW

For each seed read on standard input it forks a process that opens the profile, prints its pid,
then one line of JSON per answer that the services have acknowledged.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from consultant_app.domain.answers import Missing, Value
from consultant_app.domain.questionnaire import Questionnaire, QuestionType
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.workspace import SystemClock
from tests.working import open_workspace

Step = tuple[str, str, Value]


def steps(questionnaire: Questionnaire, seed: int) -> Iterator[Step]:
    """What is answered, always the same for one seed: act, item id, value."""
    chance = Random(seed)
    items = list(questionnaire.items.values())
    while True:
        item = chance.choice(items)
        kind = item.question.type if item.question else None
        act = chance.choice(["answer", "answer", "answer", "missing", "note"])
        if act == "missing":
            yield act, item.id, chance.choice([m.value for m in Missing])
        elif act == "note":
            yield act, item.id, f"note {chance.random()}"
        elif kind is None:
            yield act, item.id, chance.randrange(5)
        elif kind is QuestionType.SINGLE_CHOICE and item.question:
            yield act, item.id, chance.choice(item.question.choices).code
        elif kind is QuestionType.INTEGER and item.role == "importance":
            yield act, item.id, chance.randrange(4)


def act(interview: Interviewing, step: Step) -> None:
    kind, item_id, value = step
    if kind == "answer":
        interview.answer(item_id, value)
    elif kind == "missing":
        interview.missing(item_id, Missing(str(value)))
    else:
        interview.note(item_id, str(value))


def answer_without_end(folder: Path, interview_id: str, seed: int) -> None:
    print(os.getpid(), flush=True)
    interview = Interviewing(open_workspace(folder, clock=SystemClock()), interview_id)
    for step in steps(interview.state.questionnaire, seed):
        act(interview, step)
        print(json.dumps(step), flush=True)


def main(folder: str, interview_id: str) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            answer_without_end(Path(folder), interview_id, int(line))
        os.waitpid(child, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
