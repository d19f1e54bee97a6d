"""Writing SVG: escaped text, wrapped by an estimate of its width; no style but classes."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

#: Width of a letter in Inter, in ems, good enough to break lines.
_EM = 0.54

#: The classes of charts, for a file that stands alone. On the pages, the style sheet has them.
STYLE = """
text{font-family:Inter,'Segoe UI',Arial,sans-serif;font-size:13px;fill:#17212B}
.small{font-size:12px;fill:#44515E}.strong{font-weight:600}.title{font-size:17px;font-weight:600}
.grid{stroke:#D9DFE4;stroke-width:1}.bar{fill:#1F4E8C}.bar2{fill:#9DB6D6}
.span{stroke:#17212B;stroke-width:2}.median{fill:#FFFFFF;stroke:#17212B;stroke-width:2}
.s0{fill:#FFFFFF;stroke:#7F8A95}.s1{fill:#E7EFF8}.s2{fill:#BCD0EA}.s3{fill:#8FB0DB}
.s4{fill:#3F6DA8}.s5{fill:#1F4E8C}text.on4,text.on5{fill:#FFFFFF}.sheet{fill:#FFFFFF}
"""


def tag(name: str, content: str = "", **attributes: object) -> str:
    """One element; ``class_`` stands for class, an underscore for a hyphen."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_plain(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def text(x: float, y: float, words: str, class_: str = "", anchor: str = "start") -> str:
    """A line of text; ``y`` is its base line."""
    return tag("text", escape(words), x=x, y=y, class_=class_, text_anchor=anchor)


def lines(words: str, width: float, size: float = 13, most: int = 3) -> list[str]:
    """Break words into lines of at most ``width`` pixels, by estimate."""
    room = max(1, int(width / (size * _EM)))
    found = [""]
    for word in words.split(" "):
        longer = f"{found[-1]} {word}".strip()
        if len(longer) <= room or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > most:
        found = [*found[: most - 1], found[most - 1][: room - 1] + "…"]
    return found


def paragraph(
    x: float, y: float, words: Iterable[str], class_: str = "", anchor: str = "start"
) -> str:
    """Several lines of text, 16 pixels apart."""
    return "".join(text(x, y + 16 * i, line, class_, anchor) for i, line in enumerate(words))


def drawing(width: float, height: float, content: str, *, name: str, class_: str = "") -> str:
    """A whole drawing, with the name that is read aloud."""
    return tag(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=name,
        class_=f"chart {class_}".strip(),
    )


def _plain(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
