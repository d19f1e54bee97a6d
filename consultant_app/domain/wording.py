"""The words of a practice for one firm: its texts with the variants that hold laid over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from consultant_app.domain.questionnaire import Practice, Wording, WordingVariant

#: Texts a variant may replace, `levels` aside (they are replaced one by one).
TEXTS = ("question", "why", "first_step", "priority", "strength", "verify", "keep")


def wording_of(practice: Practice, conditions: frozenset[str]) -> Wording:
    """Return the texts of ``practice`` where the wording conditions named hold.

    Variants are laid in the order of the file: of two that hold, the later one wins, text by text
    and level by level.
    """
    holding = tuple(i for i, variant in enumerate(practice.variants) if variant.when in conditions)
    return _laid(_Same(practice), holding) if holding else practice


def overlaid(practice: Wording, variants: Iterable[WordingVariant]) -> Wording:
    """Return ``practice``'s texts with ``variants`` laid over them, in order."""
    texts = {name: getattr(practice, name) for name in TEXTS}
    levels = dict(practice.levels)
    for variant in variants:
        texts |= {name: text for name in TEXTS if (text := getattr(variant, name)) is not None}
        levels |= variant.levels
    return Wording(levels=dict(sorted(levels.items())), **texts)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A practice as a key of the cache: itself, not its texts (dictionaries have no hash)."""

    practice: Practice

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.practice is self.practice

    def __hash__(self) -> int:
        return id(self.practice)


@lru_cache(maxsize=4096)
def _laid(key: _Same, holding: tuple[int, ...]) -> Wording:
    practice = key.practice
    return overlaid(practice, (practice.variants[index] for index in holding))
