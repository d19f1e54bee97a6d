"""Reference pages of three restitutions: images in grey and words, to see any change to the paper.

``python -m tests.reference_pages`` says what differs; with ``--update`` it writes the new ones, to
be looked at and reviewed like any change. Nothing on these papers is volatile: their dates are
given. Pixels may differ by a few levels of grey, for another version of the rasteriser.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops

from consultant_app.restitution.pdf import render
from tests import pdf_checks
from tests.restitutions import varied_cases

FOLDER = Path(__file__).parent / "data" / "reference-pages"
CASES = ("artisan décidé", "deux pages", "suivi")
CREATED = datetime(2026, 6, 16, 16, 30, tzinfo=UTC)
DPI = 40
#: Levels of grey (of 255) that another rasteriser may change; a moved letter changes many more.
TOLERANCE = 34


@cache
def paper(name: str) -> bytes:
    """Return the PDF of one of the varied firms."""
    found = next(case for case in varied_cases() if case.name == name)
    return render(found.restitution, created=CREATED)


def images(name: str) -> list[Image.Image]:
    """Return the pages in sixteen greys, as they are kept."""
    pages = pdf_checks.page_images(paper(name), DPI)
    return [page.convert("L").point(lambda grey: round(grey / 17) * 17) for page in pages]


def words(name: str) -> str:
    """Return what is read aloud, one element a line."""
    return pdf_checks.spoken_text(paper(name)) + "\n"


def image_path(name: str, number: int) -> Path:
    return FOLDER / f"{_stem(name)}-{number:02}.png"


def words_path(name: str) -> Path:
    return FOLDER / f"{_stem(name)}.txt"


def _stem(name: str) -> str:
    return name.replace(" ", "-").replace("é", "e")


def differences(name: str) -> Iterator[str]:
    """Yield what differs between a restitution and its reference."""
    kept = words_path(name).read_text(encoding="utf-8") if words_path(name).exists() else ""
    for number, (old, new) in enumerate(zip(kept.split("\n"), words(name).split("\n")), 1):  # noqa: B905
        if old != new:
            yield f"{words_path(name).name}:{number}: {old!r} is now {new!r}"
    if kept.count("\n") != words(name).count("\n"):
        yield f"{words_path(name).name}: another number of lines"
    pages = images(name)
    for number, page in enumerate(pages, 1):
        if not _same(image_path(name, number), page):
            yield f"{image_path(name, number).name} looks different"
    if image_path(name, len(pages) + 1).exists():
        yield f"{name} has fewer pages"


def _same(path: Path, page: Image.Image) -> bool:
    if not path.exists():
        return False
    with Image.open(path) as kept:
        if kept.size != page.size:
            return False
        difference = ImageChops.difference(kept.convert("L"), page)
    return int(difference.getextrema()[1]) <= TOLERANCE  # type: ignore[arg-type]


def update() -> None:
    """Write the reference pages anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*"):
        old.unlink()
    for name in CASES:
        words_path(name).write_text(words(name), encoding="utf-8")
        for number, page in enumerate(images(name), 1):
            page.quantize(16).save(image_path(name, number), optimize=True)


if __name__ == "__main__":
    if "--update" in sys.argv:
        update()
    else:
        print("\n".join(line for name in CASES for line in differences(name)) or "no difference")
