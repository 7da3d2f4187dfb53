"""Documents of the demo: a PDF of one page with plain lines of text, small enough to make by hand."""

from collections.abc import Iterable
from textwrap import wrap

MARGIN, TOP, LEADING = 72, 770, 16
WIDTH = 82
"""How many letters fit on a line."""


def pdf(title: str, paragraphs: Iterable[str]) -> bytes:
    """A page with a title and paragraphs."""
    told = [(line, 16) for line in wrap(title, WIDTH * 11 // 16)] + [("", 11)]
    for paragraph in paragraphs:
        told += [(line, 11) for line in wrap(paragraph, WIDTH)] + [("", 11)]
    text = f"BT {LEADING} TL {MARGIN} {TOP} Td\n"
    text += "".join(f"/F1 {size} Tf ({_escaped(line)}) Tj T*\n" for line, size in told) + "ET"
    content = text.encode("cp1252", errors="replace")
    return _assembled(
        b"<< /Type /Catalog /Pages 2 0 R /Lang (nl-NL) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(*objects: bytes) -> bytes:
    """The objects with the table that says where each begins."""
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        made
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            len(made),
        )
    )
