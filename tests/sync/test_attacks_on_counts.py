"""Needs, actions, growth, brakes and what became of questions: nobody finds out whose they are."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

import pytest

from sync.protocol.codebook import Codebook, CodeLabel
from sync.protocol.record import Record
from sync.server.publication.cube import compute
from tests.sync.attacker import Told
from tests.sync.counting import Question, action, chosen, cited, derived, needs, outcome
from tests.sync.publishing import codebook, sample_of, some_firms

ATTITUDES = ("moderee", "sans_limite")
BRAKES = ("delais", "solitude", "temps")


def book() -> Codebook:
    """A theme of one practice, one of two, and short lists."""
    plain = codebook({"t1": ("p1",), "t2": ("p2", "p3")}, levels=3)
    return plain.model_copy(
        update={
            "attitudes": tuple(CodeLabel(code=c, label=c) for c in ATTITUDES),
            "brakes": tuple(CodeLabel(code=c, label=c) for c in BRAKES),
        }
    )


BOOK = book()


def firms(count: int, seed: int) -> list[Record]:
    """Invented firms that keep, cite and do not know, more or less often by chance."""
    chance = random.Random(seed)
    often = chance.choice((0.1, 0.3, 0.6, 0.9))
    found = []
    for told in some_firms(count, BOOK, seed, spread=2 + seed % 3):
        practices = dict(told.practices)
        if chance.random() < often / 2:
            code = chance.choice(("nsp", "nsp", "so", "refused"))
            practices["p1"] = practices["p1"].model_copy(update={"level": None, "missing": code})
        growth = told.growth.model_copy(
            update={"attitude": chance.choice((None, *ATTITUDES, *ATTITUDES))}
        )
        found.append(
            told.model_copy(
                update={
                    "practices": practices,
                    "growth": growth,
                    "needs": tuple(p for p in ("p2", "p3") if chance.random() < often),
                    "actions": ("action_a",) if chance.random() < often else (),
                    "brakes": tuple(c for c in BRAKES if chance.random() < often),
                }
            )
        )
    return found


#: What is attacked, and how many firms can be tried through.
ATTACKS: dict[str, tuple[Question, int]] = {
    "actions": (action("action_a"), 15),
    "needs": (needs("t2", ("p2", "p3")), 9),
    "attitudes": (chosen("attitude", ATTITUDES, lambda r: r.growth.attitude), 11),
    "growth": (
        chosen("growth", ("stable", "moderee", "declin"), lambda r: r.growth.type),
        9,
    ),
    "brakes": (cited("brake", BRAKES), 6),
    "questions": (outcome("p1", (0.0, 1.0, 2.0)), 7),
}


def attacks(seeds: Iterable[int]) -> Iterator[tuple[str, str]]:
    """Campaign after campaign: what was attacked, and what was found."""
    for seed in seeds:
        for name, (question, most) in ATTACKS.items():
            told = firms(most - seed % 3, seed)
            cube = compute(sample_of(BOOK, told), random.Random(seed))
            publication = Told(cube.cells, frozenset(r.record_id for r in told))
            found = derived(question, told, [publication])
            yield from ((name, f"{seed}: {what}") for what in found.kept)
            yield from (("absent", f"{name} {seed}: {what}") for what in found.absent)


def test_nobody_finds_out_who_keeps_cites_or_does_not_know() -> None:
    assert [a for a in attacks(range(1, 3)) if a[0] != "absent"] == []


@pytest.mark.prove
def test_nobody_finds_out_who_keeps_cites_or_does_not_know_in_200_campaigns() -> None:
    assert [a for a in attacks(range(200)) if a[0] != "absent"] == []
