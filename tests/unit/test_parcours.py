"""The actions proposed for what was kept: chosen by need, ordered by their links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_app.domain.catalogue import Action
from consultant_app.domain.parcours import choose_actions, follow_choice
from tests.builders import action, catalogue


def chosen(actions: Iterable[Action], needs: Mapping[str, float], **more: Any) -> list[str]:
    offers = choose_actions(catalogue(*actions), needs, **{"eligible": lambda _: True, **more})
    return [offer.action_id for offer in offers]


def test_the_action_that_covers_most_comes_first() -> None:
    small, great = action("petite", {"p1": 1}), action("grande", {"p1": 1, "p2": 1})
    assert chosen([small, great], {"p1": 0.5, "p2": 0.4}) == ["grande"]


def test_at_equal_merit_the_action_that_answers_more_needs_comes_first() -> None:
    one, two = action("a", {"p1": 1}), action("b", {"p1": 0.5, "p2": 0.5})
    assert chosen([one, two], {"p1": 0.5, "p2": 0.5}) == ["b", "a"]


def test_a_share_covers_a_part_and_leaves_the_rest_open() -> None:
    half, other = action("moitie", {"p1": 0.6}), action("autre", {"p1": 0.6})
    offers = choose_actions(catalogue(half, other), {"p1": 1.0}, lambda _: True)
    assert [o.action_id for o in offers] == ["autre", "moitie"]
    assert [o.covered for o in offers] == pytest.approx([0.6, 0.4])


def test_needs_already_covered_call_for_nothing_more() -> None:
    first, second = action("premiere", {"p1": 1, "p2": 1}), action("seconde", {"p1": 1})
    assert chosen([first, second], {"p1": 1, "p2": 1}) == ["premiere"]


def test_at_most_five_actions() -> None:
    actions = [action(f"a{i}", {f"p{i}": 1}) for i in range(8)]
    needs = {f"p{i}": 1 - i / 10 for i in range(8)}
    assert chosen(actions, needs) == ["a0", "a1", "a2", "a3", "a4"]


def test_because_names_every_need_the_action_answers_the_greatest_first() -> None:
    (offer,) = choose_actions(
        catalogue(action("a", {"p1": 0.5, "p2": 1, "p3": 1, "p4": 1})),
        {"p3": 0.2, "p1": 0.9, "p2": 0.2},
        lambda _: True,
    )
    assert offer.practice_ids == ("p1", "p3", "p2")


def test_an_action_the_firm_may_not_take_is_never_proposed() -> None:
    actions = [action("ouverte", {"p1": 0.5}), action("fermee", {"p1": 1})]
    assert chosen(actions, {"p1": 1}, eligible=lambda a: a.id != "fermee") == ["ouverte"]


def test_no_need_no_action() -> None:
    assert chosen([action("a", {"p1": 1})], {}) == []
    assert chosen([action("a", {"p1": 1})], {"p2": 1}) == []


def test_a_parcours_follows_the_links_between_actions() -> None:
    actions = [action("a", {"p1": 1}, after=("c",)), action("b", {"p2": 1}), action("c", {"p3": 1})]
    assert chosen(actions, {"p1": 0.9, "p2": 0.5, "p3": 0.1}) == ["b", "c", "a"]


def test_links_hold_through_actions_that_were_not_chosen() -> None:
    actions = [
        action("a", {"p1": 1}, after=("milieu",)),
        action("milieu", {"p9": 1}, after=("c",)),
        action("c", {"p3": 1}),
    ]
    assert chosen(actions, {"p1": 0.9, "p3": 0.1}) == ["c", "a"]


def test_links_that_go_round_in_circles_still_give_a_parcours() -> None:
    actions = [action("a", {"p1": 1}, after=("b",)), action("b", {"p2": 1}, after=("a",))]
    assert chosen(actions, {"p1": 0.9, "p2": 0.1}) == ["a", "b"]


def test_what_people_decided_stays_in_their_order() -> None:
    offers = follow_choice(
        catalogue(action("a", {"p1": 1}), action("b", {"p1": 1, "p2": 1})),
        {"p1": 0.5, "p2": 0.25},
        ["b", "disparue", "a"],
    )
    assert [(o.action_id, o.covered) for o in offers] == [("b", 0.75), ("a", 0.0)]
    assert offers[1].practice_ids == ("p1",)


PRACTICES = [f"p{i}" for i in range(6)]
shares = st.dictionaries(
    st.sampled_from(PRACTICES), st.sampled_from([0.3, 0.5, 1.0]), min_size=1, max_size=3
)
catalogues = st.lists(shares, min_size=1, max_size=8)
needs_of = st.dictionaries(st.sampled_from(PRACTICES), st.sampled_from([0.25, 0.5, 0.75]))


@given(catalogues, needs_of, st.randoms())
def test_the_catalogue_s_order_changes_nothing(
    covers: list[dict[str, float]], needs: dict[str, float], chance: Any
) -> None:
    actions = [action(f"a{i}", shares) for i, shares in enumerate(covers)]
    shuffled = list(actions)
    chance.shuffle(shuffled)
    assert chosen(actions, needs) == chosen(shuffled, needs)


@given(catalogues, needs_of)
def test_no_more_is_covered_than_was_needed(
    covers: list[dict[str, float]], needs: dict[str, float]
) -> None:
    actions = [action(f"a{i}", shares) for i, shares in enumerate(covers)]
    offers = choose_actions(catalogue(*actions), needs, lambda _: True)
    assert sum(o.covered for o in offers) <= sum(needs.values()) + 1e-9
    assert all(o.covered > 0 and o.practice_ids for o in offers)
