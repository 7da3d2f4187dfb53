"""A form that was sent when its session was over: what was typed goes along through signing in, and back.

It is kept in the page itself, not on the server: nobody who did not sign in makes us remember anything. Files cannot
go along. Whoever signs in as another person than the one who typed does not get it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request, Response

from api.identity.demo import COLLEAGUES, DOES
from api.web.forms import CSRF, Form, Problems
from api.web.site import Site
from projections.dutch.words import word

KEPT, TO = "bewaard", "naar"
LONGEST_KEPT = 200_000
"""Characters of a form that goes along."""

ROLES = tuple((role.value, COLLEAGUES[role], word(role), does) for role, does in DOES.items())
"""Among examples, who one can be."""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that waits: where it was sent, and what was filled in."""

    to: str
    values: dict[str, list[str]]

    @property
    def fields(self) -> Iterator[tuple[str, str]]:
        """Every value with the name of its field."""
        return ((name, value) for name, values in self.values.items() for value in values)

    def written(self) -> str:
        """As one hidden field bears it."""
        return json.dumps(self.values, ensure_ascii=False)


def asked_to_sign_in(request: Request, form: Form | None) -> Response:
    """The page to sign in, with what was typed in it; None was too much."""
    site: Site = request.app.state.site
    sent = form or Form()
    kept = KeptForm(request.url.path, {name: sent[name] for name in sent if name != CSRF})
    written = kept.written() if kept.values else ""
    little = len(written) <= LONGEST_KEPT
    context = {
        "naar": request.url.path,
        "kept": written if little else "",
        "lost": form is None or not little or bool(sent.files),
        "over": True,
    }
    return site.render("sign_in.html", HTTPStatus.UNAUTHORIZED, {**signing_in(), **context})


def signing_in() -> dict[str, object]:
    """What the page to sign in needs, where nothing is to be said."""
    empty = {
        "form": Form(),
        "problems": Problems(),
        "problem": None,
        "naar": "/",
        "kept": "",
        "lost": False,
        "over": False,
        "left": False,
    }
    return {**empty, "roles": ROLES, "visit": None, "said": None, "path": "/inloggen"}


def kept_in(form: Form, to: str) -> KeptForm | None:
    """The form that came along through signing in."""
    written = form.one(KEPT)
    if not written or len(written) > LONGEST_KEPT * 2:
        return None
    try:
        values = json.loads(written)
    except ValueError:
        return None
    well = isinstance(values, dict) and all(
        isinstance(each, list) and all(isinstance(value, str) for value in each) for each in values.values()
    )
    return KeptForm(to, values) if well else None
