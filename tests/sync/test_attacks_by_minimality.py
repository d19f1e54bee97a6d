"""An attacker who runs the program: worlds that it would have merged otherwise are ruled out.

Groups are merged for fewer than five firms, but also for equal answers; somebody who has the program
can ask, of each world that fits the figures, whether the program would have merged the same groups.
(Minimality attack: Wong, Fu, Wang and Pei, VLDB 2007.)
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from sync.protocol.codebook import Codebook
from sync.protocol.record import Record
from sync.server.publication.counts import add_counts
from sync.server.publication.draft import Draft
from sync.server.publication.layers import Layers
from sync.server.publication.themes import add_theme
from tests.sync.attacker import Told, fitting
from tests.sync.counting import action
from tests.sync.counting import fitting as fitting_counts
from tests.sync.planted import ONE, TWO
from tests.sync.publishing import record, sample_of, some_firms

Level = tuple[int, str]


def published(book: Codebook, records: Sequence[Record]) -> tuple[set[Any], set[Any]]:
    """What is said of the theme and its practices: cells, and what was merged into what."""
    sample = sample_of(book, records)
    draft = Draft(sample, Layers.none(sample))
    scores = sample.theme_scores()
    for theme in book.themes:
        add_theme(draft, theme, scores[theme.id])
    cube = draft.done()
    return {*cube.cells}, {*cube.merges}


def world(records: Sequence[Record], answered: Sequence[Level], levels: Any) -> list[Record]:
    """The same firms with other levels."""
    found = [dict(r.practices) for r in records]
    for (i, practice), level in zip(answered, levels, strict=True):
        found[i][practice] = found[i][practice].model_copy(update={"level": float(level)})
    return [r.model_copy(update={"practices": p}) for r, p in zip(records, found, strict=True)]


def derived(book: Codebook, records: Sequence[Record], seed: int) -> list[Level]:
    """The levels that are the same in every world that the program would publish alike."""
    real = published(book, records)
    told = Told(tuple(real[0]), frozenset(r.record_id for r in records))
    answered, worlds = fitting(book, "t1", records, [told])
    seen: list[set[float]] = [set() for _ in answered]
    truth = [records[i].practices[p].level for i, p in answered]
    chance = np.random.default_rng(seed).random(len(worlds))
    # The nearest worlds first: they are the likeliest to be published alike.
    for number in np.argsort((worlds != truth).sum(axis=1) + chance):
        levels = worlds[number]
        left = [j for j, s in enumerate(seen) if len(s) < 2]
        if not left:
            break
        if any(levels[j] not in seen[j] for j in left) and (
            published(book, world(records, answered, levels)) == real
        ):
            for s, level in zip(seen, levels, strict=True):
                s.add(level)
    return [answered[j] for j, s in enumerate(seen) if len(s) < 2]


def campaigns(count: int) -> Iterator[tuple[int, Codebook, list[Record]]]:
    """Small campaigns of chance; every third has a size whose firms answer nearly alike."""
    for seed in range(count):
        chance = random.Random(seed)
        if seed % 3 == 0:
            level = chance.randrange(3)
            usual = [level if chance.random() < 0.9 else chance.randrange(3) for _ in range(5)]
            firms = [record(seed * 1000 + i, {"p1": x}, size="0") for i, x in enumerate(usual)]
            others = [chance.randrange(3) for _ in range(5)]
            firms += [record(seed * 1000 + 50 + i, {"p1": x}) for i, x in enumerate(others)]
            yield seed, ONE, firms
        else:
            book = ONE if seed % 3 == 1 else TWO
            yield seed, book, some_firms(9 if book is ONE else 5, book, seed, spread=2)


def actions_told(records: Sequence[Record]) -> tuple[set[Any], set[Any]]:
    """What is said of who keeps the action, and what was merged for it."""
    sample = sample_of(ONE, records)
    draft = Draft(sample, Layers.none(sample))
    add_counts(draft)
    cube = draft.done()
    return (
        {c for c in cube.cells if c.kind == "action"},
        {m for m in cube.merges if m.kind == "action"},
    )


def keepers_found(seed: int) -> list[int]:
    """The firms that keep the action in every world that the program would publish alike."""
    chance = random.Random(seed)
    share = chance.choice((0.2, 0.5, 0.8))
    records = [
        r.model_copy(update={"actions": ("action_a",) if chance.random() < share else ()})
        for r in some_firms(11, ONE, seed, spread=2 + seed % 2)
    ]
    real = actions_told(records)
    question = action("action_a")
    told = Told(tuple(real[0]), frozenset(r.record_id for r in records))
    left = {i for i, r in enumerate(records) if r.actions}
    for world in np.random.default_rng(seed).permutation(fitting_counts(question, records, [told])):
        kept = [question.options[option] for option in world]
        if not left:
            break
        if any(not kept[i] for i in left):
            others = [
                r.model_copy(update={"actions": tuple(k)})
                for r, k in zip(records, kept, strict=True)
            ]
            if actions_told(others) == real:
                left = {i for i in left if kept[i]}
    return sorted(left)


def attacks(count: int) -> list[str]:
    return [
        f"{seed}: {level}"
        for seed, book, records in campaigns(count)
        for level in derived(book, records, seed)
    ]


def test_knowing_how_groups_are_merged_gives_no_level() -> None:
    assert attacks(5) == []


@pytest.mark.prove
def test_knowing_how_groups_are_merged_gives_no_level_in_200_campaigns() -> None:
    assert attacks(200) == []


def test_knowing_how_groups_are_merged_tells_of_no_action() -> None:
    assert [(seed, i) for seed in range(4) for i in keepers_found(seed)] == []


@pytest.mark.prove
def test_knowing_how_groups_are_merged_tells_of_no_action_in_200_campaigns() -> None:
    assert [(seed, i) for seed in range(200) for i in keepers_found(seed)] == []
