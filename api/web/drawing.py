"""The pieces of a picture in SVG, each with a class for its looks; what is written in them is escaped."""

from collections.abc import Sequence

from markupsafe import Markup


def picture(size: tuple[int, int], kind: str, title: str, described: str, drawn: Sequence[Markup]) -> Markup:
    """A picture with its name and, in words, what it shows."""
    told = Markup("<title>{}</title>").format(title)
    told += Markup("<desc>{}</desc>").format(described) if described else Markup()
    name = f"{title}. {described}" if described else title
    drawn_by_size = Markup('viewBox="0 0 {} {}" width="{}" height="{}"').format(*size, *size)
    return Markup('<svg class="{}" {} role="img" aria-label="{}" focusable="false">{}</svg>').format(
        kind, drawn_by_size, name, told + Markup().join(drawn)
    )


def line(kind: str, x: float, y: float, to_x: float, to_y: float) -> Markup:
    """A straight line."""
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        kind, length(x), length(y), length(to_x), length(to_y)
    )


def path(kind: str, path: str) -> Markup:
    """A line or an area along points."""
    return Markup('<path class="{}" d="{}"/>').format(kind, path)


def text(kind: str, said: str, x: float, y: float) -> Markup:
    """Words at a place."""
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, length(x), length(y), said)


def length(pixels: float) -> str:
    """A length as a picture has it: to a tenth of a pixel."""
    return f"{pixels:.1f}".removesuffix(".0")
