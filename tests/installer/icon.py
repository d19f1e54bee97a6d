"""Draw the program's icon: `python -m tests.installer.icon` writes resources/icons/.

The five rising bars of the top bar, in white on the blue of work jackets. The SVG is the drawing;
PNG, ICO (Windows) and ICNS (macOS) are rendered from it.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
NAME = "diagnostic-pme"
ACCENT, ON_ACCENT = "#1F4E8C", "#FFFFFF"
SIDE = 256
SIZES = (16, 24, 32, 48, 64, 128, 256)
_BAR, _PITCH, _FOOT, _LOWEST, _STEP = 24, 36, 200, 40, 26


def drawing() -> str:
    """Return the icon as SVG, in a box of 256 × 256."""
    left = (SIDE - (4 * _PITCH + _BAR)) / 2
    bars = "\n".join(
        f'  <rect x="{left + _PITCH * n:g}" y="{_FOOT - height:g}" width="{_BAR}"'
        f' height="{height:g}" rx="5" fill="{ON_ACCENT}"/>'
        for n, height in enumerate(_LOWEST + _STEP * n for n in range(5))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">\n'
        f'  <rect x="8" y="8" width="240" height="240" rx="48" fill="{ACCENT}"/>\n{bars}\n</svg>\n'
    )


def rendered(size: int) -> Image.Image:
    """Return the drawing as pixels, ``size`` wide."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing().encode())).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return Image.open(BytesIO(buffer.data().data())).convert("RGBA")


def main() -> None:
    """Write every form of the icon."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{NAME}.svg").write_text(drawing(), encoding="utf-8")
    images = [rendered(size) for size in SIZES]
    images[-1].save(FOLDER / f"{NAME}.png", optimize=True)
    images[-1].save(
        FOLDER / f"{NAME}.ico", sizes=[(s, s) for s in SIZES], append_images=images[:-1]
    )
    rendered(1024).save(FOLDER / f"{NAME}.icns", append_images=[rendered(s) for s in (32, 256)])


if __name__ == "__main__":
    main()
