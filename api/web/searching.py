"""Searching the history of all dossiers, by words; what is a typing error away is found as well, and told so."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

from fastapi import Response
from markupsafe import Markup, escape

from api.rest.paging import read_cursor, written
from api.web.routing import Pages
from api.web.visiting import Visit, Visiting
from projections.dutch.telling import counted
from projections.dutch.words import word
from projections.engine.known import Knowing
from projections.municipalities import municipalities
from projections.paging import Page
from projections.search import Hit, Likeness, search
from projections.subjects import Subject, subject_of

pages = Pages("Zoeken")

WORDS, CODE, SUBJECT, AFTER = "q", "gemeente", "onderwerp", "na"
"""What the parts of a question are called in an address."""
LONGEST = 500
A_PAGE = 20
EXAMPLES = ("leegstand", "gezinshereniging", "wethouder corporatie", "afspraak")
"""What can be looked for, shown to who looks for nothing yet."""

LIKE = {
    Likeness.EXACT: "",
    Likeness.RELATED: "Een andere vorm van het woord, of een langer woord",
    Likeness.SIMILAR: "Lijkt erop, op één letter na",
}
"""What stands above what was found, by how alike it is."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, as the address has it."""

    words: str
    code: str
    subject: Subject | None

    @property
    def narrowed(self) -> bool:
        """Whether it is asked of some of what there is only."""
        return bool(self.code or self.subject)


@dataclass(frozen=True, slots=True)
class Found:
    """One hit, as a page shows it. ``address`` is that of the entry, ``place`` where it stands in the dossier."""

    hit: Hit
    name: str
    subject: str
    snippet: Markup
    address: str
    place: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of what was found, in groups by how alike it is, and the address of the next page."""

    groups: tuple[tuple[str, tuple[Found, ...]], ...]
    total: int
    said: str
    forgiven: str
    following: str | None


@pages.get("/zoeken")
def show_search(visit: Visiting) -> Response:
    """What was found; for a script that looks while somebody types, only that."""
    names = {line.code: line.name for line in municipalities(visit.reader.reading, visit.knowing).lines}
    asked, cursor = _asked(visit, names), visit.request.query_params.get(AFTER)
    context = {
        "asked": asked,
        "answer": _answered(visit, asked, names, cursor) if asked.words else None,
        "names": names,
        "later": cursor is not None,
        "examples": EXAMPLES,
    }
    if visit.wants_fragment:
        return visit.fragment("_hits.html", **context)
    subjects = [(each.value, word(each)) for each in SHOWN]
    return visit.page("search.html", HTTPStatus.OK, subjects=subjects, **context)


SHOWN = tuple(each for each in Subject if each is not Subject.FIGURES)
"""The subjects to choose from: nobody wrote a word in figures, so those are not searched."""


def _asked(visit: Visit, names: dict[str, str]) -> Question:
    """The question in the address; what there is not is left out."""
    query = visit.request.query_params
    code, subject = query.get(CODE, ""), query.get(SUBJECT, "")
    return Question(
        words=" ".join(query.get(WORDS, "").replace("\0", " ").split())[:LONGEST],
        code=code if code in names else "",
        subject=Subject(subject) if subject in set(SHOWN) else None,
    )


def _answered(visit: Visit, asked: Question, names: dict[str, str], cursor: str | None) -> Answer:
    knowing, after = read_cursor(cursor) if cursor else (visit.knowing, None)
    page = search(
        visit.reader,
        knowing,
        asked.words,
        code=asked.code or None,
        subject=asked.subject,
        after=after,
        limit=A_PAGE,
    )
    return Answer(
        groups=tuple(
            (LIKE[likeness], tuple(_found(visit, hit, names) for hit in hits))
            for likeness, hits in groupby(page.lines, key=lambda hit: hit.likeness)
        ),
        total=page.total,
        said=_said(page.total),
        forgiven=_forgiven(page) if after is None else "",
        following=_following(visit, asked, knowing, page),
    )


def _said(total: int) -> str:
    """How much was found."""
    return f"{counted(total, 'vastlegging', 'vastleggingen')} gevonden" if total else "Niets gevonden"


def _forgiven(page: Page[Hit]) -> str:
    """That nothing has the words as they were written, but that there is something like it."""
    best = max((hit.likeness for hit in page.lines), default=Likeness.EXACT)
    match best:
        case Likeness.SIMILAR:
            return "Precies deze woorden komen niet voor. Dit lijkt erop, misschien is er een letter anders getypt."
        case Likeness.RELATED:
            return "Precies deze woorden komen niet voor, wel in een andere vorm of in een langer woord."
        case _:
            return ""


def _following(visit: Visit, asked: Question, knowing: Knowing, page: Page[Hit]) -> str | None:
    if page.next is None:
        return None
    query = {WORDS: asked.words, CODE: asked.code or None, SUBJECT: asked.subject.value if asked.subject else None}
    return visit.link("/zoeken", **query, **{AFTER: written(knowing, page.next)})


def _found(visit: Visit, hit: Hit, names: dict[str, str]) -> Found:
    dossier = f"/gemeenten/{hit.code}"
    return Found(
        hit=hit,
        name=names.get(hit.code, hit.code),
        subject=word(subject_of(hit.topic)),
        snippet=marked_up(hit),
        address=visit.link(f"{dossier}/vastleggingen/{hit.entry}"),
        place=visit.link(dossier, na=hit.entry + 1) + f"#vermelding-{hit.entry}",  # the page that begins with it
    )


def marked_up(hit: Hit) -> Markup:
    """The snippet, with what was looked for marked in it."""
    return Markup().join(_marked(hit))


def _marked(hit: Hit) -> Iterator[Markup]:
    end = 0
    for mark in hit.marks:
        yield escape(hit.snippet[end : mark.start])
        yield Markup("<mark>{}</mark>").format(hit.snippet[mark.start : mark.end])
        end = mark.end
    yield escape(hit.snippet[end:])
