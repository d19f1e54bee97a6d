"""Lists that are decided: kept in an order, removed and put back, commented. Pure, with undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from consultant_app.domain.interview import ActionItem, PlanItem

Item = TypeVar("Item", bound=PlanItem | ActionItem)


def id_of(item: PlanItem | ActionItem) -> str:
    """The practice or the action that an item is about."""
    return item.practice_id if isinstance(item, PlanItem) else item.action_id


@dataclass(slots=True)
class Decisions(Generic[Item]):
    """Kept items first, in the order decided; removed ones after."""

    items: tuple[Item, ...]
    past: list[tuple[Item, ...]]

    @classmethod
    def of(cls, items: tuple[Item, ...]) -> Decisions[Item]:
        """Begin with what is proposed or was decided."""
        return cls(_ordered(items), [])

    @property
    def kept(self) -> tuple[Item, ...]:
        """What is kept, in order."""
        return tuple(item for item in self.items if item.kept)

    @property
    def removed(self) -> tuple[Item, ...]:
        """What was taken away."""
        return tuple(item for item in self.items if not item.kept)

    def has(self, item_id: str) -> bool:
        """Whether the list holds an item, kept or not."""
        return any(id_of(item) == item_id for item in self.items)

    def move(self, item_id: str, by: int) -> bool:
        """Move a kept item up (−1) or down (1); False at the end of the list."""
        kept = list(self.kept)
        place = next((i for i, item in enumerate(kept) if id_of(item) == item_id), None)
        if place is None or not 0 <= place + by < len(kept):
            return False
        kept.insert(place + by, kept.pop(place))
        return self._become((*kept, *self.removed))

    def keep(self, item_id: str, *, kept: bool) -> bool:
        """Take an item away, or put it back at the end."""
        return self._change(item_id, lambda item: replace(item, kept=kept))

    def add(self, item: Item) -> bool:
        """Keep something that was not proposed."""
        return not self.has(id_of(item)) and self._become((*self.kept, item, *self.removed))

    def write(self, item_id: str, **texts: str) -> bool:
        """Change who, when or the comment of an item; False when nothing changes."""
        return self._change(item_id, lambda item: replace(item, **texts))  # type: ignore[arg-type]

    def undo(self) -> bool:
        """Take the last change back."""
        if not self.past:
            return False
        self.items = self.past.pop()
        return True

    def _change(self, item_id: str, how: Callable[[Item], Item]) -> bool:
        return self._become(
            tuple(how(item) if id_of(item) == item_id else item for item in self.items)
        )

    def _become(self, items: tuple[Item, ...]) -> bool:
        items = _ordered(items)
        if items == self.items:
            return False
        self.past.append(self.items)
        self.items = items
        return True


def _ordered(items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: not item.kept))
