"""The actions proposed for what was kept, ordered into a parcours (design §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import fsum

from consultant_app.domain.catalogue import Action, Catalogue
from consultant_app.domain.recommendations import MAX_ACTIONS, ActionProposal

#: Needs by practice id: the value of the priority that was kept.
Needs = Mapping[str, float]
#: The least need that an action must newly cover to be proposed.
_LEAST = 1e-9


def choose_actions(
    catalogue: Catalogue, needs: Needs, eligible: Callable[[Action], bool]
) -> tuple[ActionProposal, ...]:
    """Choose at most 5 actions for ``needs`` and order them by their ``after`` links.

    Each turn takes the action that covers the greatest need still open: an action with share *s*
    answers *s* of a practice's value, within what earlier ones left. Ties go to the action that
    answers more needs, then to the smaller id, so the catalogue's order plays no part.
    """
    candidates = {a.id: a for a in sorted(catalogue.actions, key=_id) if eligible(a)}
    open_needs = dict(needs)
    chosen: list[ActionProposal] = []
    while candidates and len(chosen) < MAX_ACTIONS:
        offers = [_offer(action, needs, open_needs) for action in candidates.values()]
        best = max(offers, key=_merit)
        if best.covered < _LEAST:
            break
        _cover(candidates.pop(best.action_id), needs, open_needs)
        chosen.append(best)
    return _in_order(chosen, catalogue)


def _id(action: Action) -> str:
    return action.id


def follow_choice(
    catalogue: Catalogue, needs: Needs, action_ids: Iterable[str]
) -> tuple[ActionProposal, ...]:
    """The parcours people decided, in their order, with what each action newly covers.

    Actions that the catalogue does not hold any more are left out.
    """
    by_id = {action.id: action for action in catalogue.actions}
    open_needs = dict(needs)
    chosen = []
    for action_id in action_ids:
        if action := by_id.get(action_id):
            chosen.append(_offer(action, needs, open_needs))
            _cover(action, needs, open_needs)
    return tuple(chosen)


def _gains(action: Action, needs: Needs, open_needs: Needs) -> dict[str, float]:
    """What ``action`` would newly cover of each need."""
    return {
        practice: min(share * needs[practice], open_needs[practice])
        for practice, share in action.covers.items()
        if practice in needs
    }


def _offer(action: Action, needs: Needs, open_needs: Needs) -> ActionProposal:
    """The action with every need it answers, the greatest first, and what it newly covers."""
    gains = _gains(action, needs, open_needs)
    rank = {practice: i for i, practice in enumerate(needs)}
    named = sorted(gains, key=lambda practice: (-needs[practice], rank[practice]))
    return ActionProposal(action.id, tuple(named), fsum(gains.values()))


def _merit(offer: ActionProposal) -> tuple[float, int]:
    """Greatest need newly covered, then most needs answered."""
    return round(offer.covered, 9), len(offer.practice_ids)


def _cover(action: Action, needs: Needs, open_needs: dict[str, float]) -> None:
    for practice, gain in _gains(action, needs, open_needs).items():
        open_needs[practice] -= gain


def _in_order(chosen: Sequence[ActionProposal], catalogue: Catalogue) -> tuple[ActionProposal, ...]:
    """Put actions after those they follow, keeping the order of choice wherever links allow."""
    before = _all_before(catalogue)
    waiting, ordered = list(chosen), []
    while waiting:
        left = {offer.action_id for offer in waiting}
        ready = (o for o in waiting if not (before[o.action_id] - {o.action_id}) & left)
        step = next(ready, waiting[0])
        waiting.remove(step)
        ordered.append(step)
    return tuple(ordered)


def _all_before(catalogue: Catalogue) -> dict[str, set[str]]:
    """For each action, those better taken first, links through others not chosen included."""
    links = {action.id: set(action.after) for action in catalogue.actions}
    reached: dict[str, set[str]] = {}
    for action_id, after in links.items():
        found, edge = set(after), set(after)
        while edge:
            edge = set().union(*(links.get(one, set()) for one in edge)) - found
            found |= edge
        reached[action_id] = found
    return reached
