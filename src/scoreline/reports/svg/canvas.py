"""Elements of an SVG picture, escaped, and the house colours."""

from __future__ import annotations

from html import escape

INK = "#1B2A3A"
MUTED = "#5A6878"
GRID = "#DDE3EA"
BLUE = "#0B5FA5"
LIGHT_BLUE = "#9DBFDD"
VERMILION = "#B23A0E"
PAPER = "#FFFFFF"
SHADES = ("#B4C3D2", "#D3DDE7", "#EBF0F5")
"""One hue in three shades, darkest first: below base, base to norm, beyond norm."""


def tag(name: str, *children: str, **attributes: object) -> str:
    """One element. Attribute names write `_` for `-`, a closing `_` is dropped; None leaves an attribute out."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            parts.append(f'{key.rstrip("_").replace("_", "-")}="{escape(_text(value))}"')
    head = " ".join(parts)
    return f"<{head}>{''.join(children)}</{name}>" if children else f"<{head}/>"


def _text(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def text(content: str, x: float, y: float, **attributes: object) -> str:
    """A line of text, 12 px unless told."""
    return tag("text", escape(content), x=x, y=y, **{"font_size": 12, "fill": MUTED, **attributes})


def text_width(content: str, size: float = 12) -> float:
    """About how wide a line of text will be: Chinese characters fill a square, others a little over half of one."""
    return sum(size if ord(character) > 0x2E7F else size * 0.64 for character in content)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: object) -> str:
    """A straight stroke."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def rect(x: float, y: float, width: float, height: float, **attributes: object) -> str:
    """A rectangle; a negative width or height is drawn the other way."""
    left, top = min(x, x + width), min(y, y + height)
    return tag("rect", x=left, y=top, width=abs(width), height=abs(height), **attributes)


def picture(width: float, height: float, title: str, description: str, *children: str, name: str) -> str:
    """A whole picture with its title and description; `name` becomes its class."""
    return tag(
        "svg",
        tag("title", escape(title)),
        tag("desc", escape(description)) if description else "",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"mark {name}",
        role="img",
        viewBox=f"0 0 {_text(float(width))} {_text(float(height))}",
        width=width,
        height=height,
    )
