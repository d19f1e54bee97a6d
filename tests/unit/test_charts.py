"""Charts: nothing overlaps, nothing stands out, and grey is enough to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFontFile

from consultant_app.assets import resource
from consultant_app.domain.typography import decimal
from consultant_app.restitution import charts, metrics
from consultant_app.restitution.chart_growth import crosses
from consultant_app.restitution.columns import Columns, spread
from consultant_app.restitution.drawing import (
    COLOURS,
    Chart,
    Colour,
    Disc,
    Face,
    Label,
    Polyline,
    Primitive,
    Rect,
    Triangle,
)
from consultant_app.restitution.svg import svg
from tests import builders
from tests.restitutions import Case, varied_cases

COLUMNS = Columns.of(builders.scale())
HALF = Columns.of(builders.scale(half_steps=True))
FACES: dict[Face, str] = {
    "regular": "Regular",
    "bold": "Bold",
    "italic": "Italic",
    "bold_italic": "BoldItalic",
}


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, margin: float = 0.0) -> bool:
        return (
            self.left < other.right + margin
            and other.left < self.right + margin
            and self.top < other.bottom + margin
            and other.top < self.bottom + margin
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def box_of(item: Primitive) -> Box | None:
    """The room an item takes; labels from their baseline to the height of their capitals."""
    if isinstance(item, Label):
        width = metrics.text_width(item.text, item.size_pt, item.face)
        left = item.x - {"start": 0.0, "middle": width / 2, "end": width}[item.anchor]
        return Box(left, item.y - item.size_pt * 0.24, left + width, item.y)
    if isinstance(item, Rect):
        return Box(item.x, item.y, item.x + item.width, item.y + item.height)
    if isinstance(item, Disc):
        return Box(item.x - item.r, item.y - item.r, item.x + item.r, item.y + item.r)
    if isinstance(item, Triangle):
        half = item.width / 2
        return Box(item.x - half, item.y, item.x + half, item.y + item.height)
    return None


def charts_in(part: object) -> Iterator[Chart]:
    """Every chart of a restitution."""
    if isinstance(part, Chart):
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from charts_in(inner)
    elif hasattr(part, "__dataclass_fields__"):
        for field in fields(part):  # type: ignore[arg-type]
            yield from charts_in(getattr(part, field.name))


def labels(chart: Chart) -> list[Label]:
    return [item for item in chart.items if isinstance(item, Label) and item.text]


def names(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", varied_cases(), ids=names)
def test_every_chart_holds_together(case: Case) -> None:
    for chart in charts_in(case.restitution.sections):
        assert_inside(chart)
        assert_labels_apart(chart)
        assert_marks_apart(chart)
        assert_readable_in_grey(chart)
        assert_has_words(chart)


def assert_inside(chart: Chart) -> None:
    for item in chart.items:
        if box := box_of(item):
            assert box.left >= -0.6, (chart.id, item)
            assert box.right <= chart.width + 0.6, (chart.id, item)
            assert box.top >= -0.6, (chart.id, item)
            assert box.bottom <= chart.height + 0.6, (chart.id, item)


def assert_labels_apart(chart: Chart) -> None:
    boxes = [(label, box_of(label)) for label in labels(chart)]
    for (one, a), (two, b) in combinations(boxes, 2):
        assert a is not None
        assert b is not None
        assert not a.meets(b, -0.05), (chart.id, one.text, two.text)


def assert_marks_apart(chart: Chart) -> None:
    """Discs and triangles keep clear of each other and of words other than their own."""
    marks = [i for i in chart.items if isinstance(i, Disc | Triangle)]
    for one, two in combinations(marks, 2):
        a, b = box_of(one), box_of(two)
        assert a is not None
        assert b is not None
        assert not a.meets(b, -0.02), (chart.id, one, two)
    for label in labels(chart):
        words = box_of(label)
        assert words is not None
        for mark in marks:
            room = box_of(mark)
            assert room is not None
            assert room.holds(label.x, label.y - 0.5) or not words.meets(room, -0.05), (
                chart.id,
                label.text,
            )


def grey(colour: Colour) -> float:
    """Luminance on a grey printer, 0 black to 255 white (Rec. 601)."""
    value = COLOURS[colour]
    red, green, blue = (int(value[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def assert_readable_in_grey(chart: Chart) -> None:
    """Touching shapes of different meaning differ by 60 grey values or by an outline in ink."""
    shapes = [i for i in chart.items if isinstance(i, Rect | Disc | Triangle)]
    for one, two in combinations(shapes, 2):
        a, b = box_of(one), box_of(two)
        assert a is not None
        assert b is not None
        fills = one.fill, two.fill
        if not a.meets(b, 1.3) or fills[0] is None or fills[1] is None or fills[0] is fills[1]:
            continue
        outlined = any(not isinstance(s, Triangle) and s.stroke is not None for s in (one, two))
        assert outlined or abs(grey(fills[0]) - grey(fills[1])) >= 50, (chart.id, one, two)
    for label in labels(chart):
        assert contrast(chart, label) >= 120, (chart.id, label)


def contrast(chart: Chart, label: Label) -> float:
    """How far a label's grey is from what was painted under it."""
    words = box_of(label)
    under = Colour.WHITE
    for item in chart.items[: chart.items.index(label)]:
        room = box_of(item)
        fill = getattr(item, "fill", None)
        if fill is None or room is None or words is None:
            continue
        if room.holds((words.left + words.right) / 2, label.y - 0.6):
            under = fill
    return abs(grey(label.colour) - grey(under))


def assert_has_words(chart: Chart) -> None:
    assert chart.title
    assert chart.alt.endswith("."), chart.alt
    assert "None" not in chart.alt


def faulty(*items: Primitive) -> Chart:
    return Chart("essai", 100, 20, items, "Essai", "Un essai.")


@pytest.mark.parametrize(
    ("check", "items"),
    [
        (assert_labels_apart, (Label(5, 10, "Un mot", 10), Label(8, 10, "Autre", 10))),
        (assert_inside, (Label(95, 10, "Trop long pour tenir", 10),)),
        (assert_inside, (Disc(50, 19.5, 2),)),
        (assert_marks_apart, (Disc(10, 10, 2), Disc(13, 10, 2))),
        (assert_marks_apart, (Disc(10, 10, 2), Label(5, 11, "devant le disque", 10))),
        (
            assert_readable_in_grey,
            (Rect(0, 0, 9, 9, fill=Colour.TINT), Rect(9, 0, 9, 9, fill=Colour.PALE)),
        ),
        (
            assert_readable_in_grey,
            (Rect(0, 0, 30, 9, fill=Colour.BLUE), Label(2, 6, "noir sur bleu", 10)),
        ),
    ],
)
def test_the_checks_see_a_planted_fault(
    check: Callable[[Chart], None], items: tuple[Primitive, ...]
) -> None:
    with pytest.raises(AssertionError):
        check(faulty(*items))


def test_greys_are_those_of_the_direction() -> None:
    assert [round(grey(c)) for c in Colour] == [0, 94, 204, 228, 255]


def test_widths_are_those_of_the_shipped_fonts() -> None:
    for face, name in FACES.items():
        font = TTFontFile(str(resource("fonts", f"GentiumBookPlus-{name}.ttf")), charInfo=1)
        for character in "aéœ W’«\u00a0\u202f…→−€%0189Ÿ":
            real = font.charWidths[ord(character)] * 10 / 1000 * 25.4 / 72
            assert metrics.text_width(character, 10, face) == pytest.approx(real, abs=0.004)


def test_lines_break_at_plain_spaces_only() -> None:
    text = "Finance, pilotage et équipe vous tiennent à cœur et reposent encore sur\u00a0une"
    lines = metrics.wrap(text, 40, 10)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert all(metrics.text_width(line, 10) <= 40 for line in lines)
    assert metrics.shorten("Systèmes d’information et numérique", 40, 10.5).endswith("…")


groups = st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 12)), max_size=7)


@given(groups)
def test_groups_on_a_line_never_overlap(wanted: list[tuple[float, float]]) -> None:
    wanted.sort()
    centres = spread(wanted, 0.75, -200, 300)
    edges = [(c - w / 2, c + w / 2) for c, (_, w) in zip(centres, wanted, strict=True)]
    assert all(a[1] + 0.74 <= b[0] for a, b in pairwise(edges))
    if len(wanted) == 1:
        assert centres[0] == pytest.approx(wanted[0][0])


levels = st.lists(st.sampled_from([0, 1, 2, 3, 4, None]), max_size=9)
half_levels = st.lists(st.integers(0, 8).map(lambda n: n / 2), max_size=8)


def profile_of(columns: Columns, found: list[float | None], remark: str) -> Chart:
    marks = tuple(
        charts.ProfileMark("verify" if level is None else "dot", level) for level in found
    )
    row = charts.ProfileRow("1", "Stratégie", None if remark else 1.0, marks, remark)
    return charts.profile(columns, [row])


@given(levels, st.sampled_from(["", "trop peu de réponses"]))
def test_marks_of_a_row_stand_apart_wherever_they_fall(
    found: list[float | None], remark: str
) -> None:
    chart = profile_of(COLUMNS, found, remark if found.count(None) * 2 > len(found) else "")
    assert_marks_apart(chart)
    assert sum(isinstance(i, Disc) for i in chart.items) == len(found)


@given(half_levels)
def test_half_steps_stand_between_two_columns(found: list[float | None]) -> None:
    chart = profile_of(HALF, found, "")
    assert_marks_apart(chart)
    assert_inside(chart)


def test_sixty_marks_of_one_level_stay_in_their_column() -> None:
    marks = tuple(charts.ProfileMark("dot", 2) for _ in range(7))
    chart = charts.profile(COLUMNS, [charts.ProfileRow("1", "A", 2.0, marks)])
    discs = [i for i in chart.items if isinstance(i, Disc)]
    assert min(d.x - d.r for d in discs) >= COLUMNS.edges[2]
    assert max(d.x + d.r for d in discs) <= COLUMNS.edges[3]


def test_the_band_ends_where_the_lower_bound_stands() -> None:
    chart = profile_of(COLUMNS, [1], "")
    band = next(i for i in chart.items if isinstance(i, Rect) and i.fill is Colour.TINT)
    assert (band.x, band.width, band.height) == (58, 17 * 1.5, 4.8)


def test_no_band_without_enough_answers() -> None:
    chart = profile_of(COLUMNS, [1, None, None], "trop peu de réponses")
    assert not any(isinstance(i, Rect) and i.fill is Colour.TINT for i in chart.items)
    assert "trop peu de réponses" in [label.text for label in labels(chart)]


amounts = st.lists(
    st.one_of(st.none(), st.integers(-1000, 1000000).map(lambda n: n / 10)), min_size=1, max_size=5
)


@settings(max_examples=200)
@given(amounts)
def test_values_of_a_strip_stand_clear_of_its_line(values: list[float | None]) -> None:
    years = charts.Years(tuple(range(2021, 2021 + len(values))), (12,) * len(values))
    chart = charts.strip("x", "Essai", years, values, decimal)
    assert_inside(chart)
    lines = [i for i in chart.items if isinstance(i, Polyline)]
    segments = [s for line in lines for s in pairwise(line.points)]
    shown = labels(chart)
    assert len(shown) == sum(v is not None for v in values)
    crossed = 0
    for label in shown:
        box = box_of(label)
        assert box is not None
        inner = (box.left + 0.4, box.top + 0.4, box.right - 0.4, box.bottom - 0.4)
        crossed += any(crosses(segment, inner) for segment in segments)
    assert crossed == 0, chart.items
    assert_labels_apart(chart)


def test_a_missing_year_breaks_the_line() -> None:
    years = charts.Years((2021, 2022, 2023, 2024), (12, 12, 12, 12))
    chart = charts.strip("x", "Effectif", years, [1, 2, None, 4], decimal)
    assert [len(i.points) for i in chart.items if isinstance(i, Polyline)] == [2]
    assert [label.text for label in labels(chart)] == ["1", "2", "4"]


def test_an_odd_year_is_said_under_its_column() -> None:
    years = charts.Years((2021, 2022), (15, 12))
    chart = charts.turnover(years, [100.0, 130.0], [0.3], 0.15, decimal)
    said = [label.text for label in labels(chart)]
    assert "15 mois," in said
    assert "+30,0\u202f%" in said
    assert_inside(chart)
    assert_labels_apart(chart)


def test_the_wish_and_the_name_flip_left_of_the_disc_where_there_is_no_room() -> None:
    theme = charts.MatrixTheme("3", "Production, qualité, achats", 4.0, wished=True)
    chart = charts.matrix(COLUMNS, [charts.MatrixBand("essentiel", "", (theme,), True)], 2)
    name = next(label for label in labels(chart) if label.text == theme.title)
    disc = next(i for i in chart.items if isinstance(i, Disc))
    assert name.x < disc.x
    assert_inside(chart)
    assert_marks_apart(chart)


def test_the_svg_says_what_it_shows_and_loads_nothing() -> None:
    chart = charts.step_glyph(builders.scale(), 2, "régulier")
    page = svg(chart, "c1")
    assert 'aria-labelledby="c1-t c1-d"' in page
    assert "Marche atteinte" in page
    assert "href" not in page
    assert "url(" not in page


def test_page_numbers_are_left_to_surfaces_with_pages() -> None:
    row = charts.ProfileRow("1", "A", 1.0, (), anchor="theme-a")
    chart = charts.profile(COLUMNS, [row])
    assert {i.page_of for i in chart.items if isinstance(i, Label)} == {"", "*", "theme-a"}
    assert ">page<" not in svg(chart, "c1")
