"""« L’essentiel »: the profile, strengths, points of vigilance and priorities on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consultant_app.restitution import styles
from consultant_app.restitution.drawing import POINTS_PER_MM
from consultant_app.restitution.layout import Composer
from consultant_app.restitution.model import Essential, Mark, Point, Rich, Run
from consultant_app.restitution.structure import Tag, list_tag
from consultant_app.restitution.styles import BOTTOM, LEFT, NARROW, WIDE, B, Style
from consultant_app.restitution.typeset import Text, typeset

_MARGIN, _ARROW = 7.0, 5.0
#: Height of a list's heading with the rule above it (mm).
_HEAD = 1.6 + 17.5 / POINTS_PER_MM


@dataclass(frozen=True, slots=True)
class _Fit:
    """How tightly the lists are set: their style and the room between items and lines (mm)."""

    style: Style
    item: float
    step: float


#: From comfortable to tight; the first that fits the page is taken.
_FITS = (
    _Fit(styles.LIST, 2.4, 0.5),
    _Fit(styles.TIGHT, 2.0, 0.3),
    _Fit(styles.TIGHT, 1.3, 0.1),
    _Fit(styles.TIGHT.scaled(0.95), 1.2, 0.0),
    _Fit(styles.TIGHT.scaled(0.9), 1.0, 0.0),
    _Fit(styles.TIGHT.scaled(0.83), 0.8, 0.0),
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A list item: text after its mark, and the first step under an arrow."""

    text: Text
    mark: Mark | None = None
    step: Text | None = None

    def height(self, fit: _Fit) -> float:
        return self.text.height + (fit.step + self.step.height if self.step else 0.0)


def place(composer: Composer, page: Essential) -> None:
    """Place the page; its lists are set tighter until they fit."""
    composer.section(page.anchor)
    y = place_title(composer, page.title, page.lede)
    y = composer.chart(page.profile, y=y + 4)
    left = composer.text(page.key_left, styles.NOTE, Tag("P"), y=y + 1.8, width=NARROW)
    right = composer.text(page.key, styles.NOTE, Tag("P"), x=B, y=y + 1.8, width=WIDE)
    place_lists(composer, page, max(left, right) + 4.2)


def place_title(composer: Composer, title: str, lede: str) -> float:
    """Place a page's title, with its lede beside it when the title is short; return the end."""
    tag, heading = Tag("H1"), typeset(title, styles.H1, styles.WIDTH)
    bottom = composer.heading(title, tag)
    if not lede:
        return bottom
    if heading.widest <= NARROW:
        y = composer.y + styles.H1.baseline_mm - styles.LEDE.baseline_mm
    else:
        y = bottom + 2.5
    return max(bottom, composer.text(lede, styles.LEDE, Tag("P"), x=B, y=y, width=WIDE))


def place_lists(composer: Composer, page: Essential, y: float) -> None:
    """Place strengths and vigilance at the left, priorities at the right, below ``y``.

    Points of vigilance that the narrow column cannot hold go on below the priorities.
    """
    fit, aside = _plan(page, BOTTOM - y)
    end = _head(composer, page.strengths_title, y, LEFT, NARROW, styles.SECTION)
    end = _strengths(composer, page, fit, end)
    below = y + _priorities_height(page, fit) + 3
    if page.vigilance:
        _vigilance(composer, page, fit, aside, end + 3, below)
    end = _head(composer, page.priorities_title, y, B, WIDE, styles.SECTION)
    if page.priorities:
        _list(composer, _points(page.priorities, fit, WIDE), fit, end, B, numbering="Decimal")
    else:
        composer.text(page.no_priority, fit.style, Tag("P"), x=B, y=end + fit.item, width=WIDE)


def _plan(page: Essential, room: float) -> tuple[_Fit, int]:
    """Return the loosest fit, and how many points of vigilance stand at the left in it."""
    most = len(page.vigilance)
    for fit in _FITS:
        heights = {aside: _needed(page, fit, aside) for aside in range(most, -1, -1)}
        if heights[most] <= room:
            return fit, most
        best = min(heights, key=lambda aside: heights[aside])
        if heights[best] <= room:
            return fit, best
    return _FITS[-1], best


def _vigilance(
    composer: Composer, page: Essential, fit: _Fit, aside: int, left: float, right: float
) -> None:
    """Place the first ``aside`` points at the left from ``left`` down, the rest from ``right``."""
    tag = list_tag()
    head = False
    for points, x, width, y in (
        (page.vigilance[:aside], LEFT, NARROW, left),
        (page.vigilance[aside:], B, WIDE, right),
    ):
        if not points:
            continue
        if head:
            composer.rule(y, styles.STRONG, x=x, to=x + width)
            y += 0.6
        else:
            y = _head(composer, page.vigilance_title, y, x, width, styles.STRONG)
            head = True
        _items(composer, _points(points, fit, width), fit, y, x, tag)


def _needed(page: Essential, fit: _Fit, aside: int) -> float:
    """Return the height of the taller column in mm, with ``aside`` points at the left."""
    strengths: Sequence[Rich | str] = page.strengths or [page.no_strength]
    left = _HEAD + sum(typeset(text, fit.style, NARROW).height + fit.item for text in strengths)
    right = _priorities_height(page, fit)
    if page.vigilance[:aside]:
        left += _HEAD + 3 + _total(_points(page.vigilance[:aside], fit, NARROW), fit)
    if page.vigilance[aside:]:
        right += _HEAD + 3 + _total(_points(page.vigilance[aside:], fit, WIDE), fit)
    return max(left, right)


def _priorities_height(page: Essential, fit: _Fit) -> float:
    if page.priorities:
        return _HEAD + _total(_points(page.priorities, fit, WIDE), fit)
    return _HEAD + typeset(page.no_priority, fit.style, WIDE).height + fit.item


def _total(items: Sequence[_Item], fit: _Fit) -> float:
    return sum(item.height(fit) + fit.item for item in items)


def _head(composer: Composer, title: str, y: float, x: float, width: float, rule: float) -> float:
    composer.rule(y, rule, x=x, to=x + width)
    return composer.text(title, styles.H2, Tag("H2"), x=x, y=y + 1.6, width=width)


def _strengths(composer: Composer, page: Essential, fit: _Fit, y: float) -> float:
    if not page.strengths:
        return composer.text(page.no_strength, fit.style, Tag("P"), y=y + fit.item, width=NARROW)
    return _list(
        composer,
        [_Item(typeset(text, fit.style, NARROW)) for text in page.strengths],
        fit,
        y,
        LEFT,
    )


def _points(points: Sequence[Point], fit: _Fit, width: float) -> list[_Item]:
    return [
        _Item(
            typeset(point_text(point), fit.style, width - _MARGIN),
            point.mark,
            typeset(point.step, fit.style, width - _MARGIN - _ARROW) if point.step else None,
        )
        for point in points
    ]


def point_text(point: Point) -> Rich:
    """Return « Title. Why » as rich text, the title in bold."""
    return (Run(point.title, "bold"), Run(f" {point.why}" if point.why else ""))


def _list(
    composer: Composer,
    items: Sequence[_Item],
    fit: _Fit,
    y: float,
    x: float,
    *,
    numbering: str = "None",
) -> float:
    """Place a tagged list and return where it ends."""
    return _items(composer, items, fit, y, x, list_tag(numbering=numbering))


def _items(
    composer: Composer, items: Sequence[_Item], fit: _Fit, y: float, x: float, tag: Tag
) -> float:
    for item in items:
        entry = Tag("LI", tag)
        y += fit.item
        inset = 0.0
        if item.mark is not None:
            label = Tag("Lbl", entry)
            composer.mark(item.mark, label, x, y + fit.style.baseline_mm)
            inset = _MARGIN
        body = Tag("LBody", entry)
        text_tag = Tag("P", body) if item.step else body
        y = composer.text(item.text, fit.style, text_tag, x=x + inset, y=y)
        if item.step is not None:
            y += fit.step
            composer.text("→", fit.style, None, x=x + inset, y=y)
            y = composer.text(item.step, fit.style, Tag("P", body), x=x + inset + _ARROW, y=y)
    return y
