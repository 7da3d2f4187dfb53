"""Which letters the province makes, and how each is called."""

from enum import StrEnum
from typing import NamedTuple


class LetterKind(StrEnum):
    """What a letter is for."""

    INFORMATION_REQUEST = "information-request"
    PLAN_REQUEST = "plan-request"
    INVITATION = "invitation"
    ANNOUNCEMENT = "announcement"
    DECISION = "decision"
    COMPLIMENT = "compliment"


class Named(NamedTuple):
    """How a letter is called, and whether it asks for something by a day; ``due`` says for what (Dutch)."""

    name: str
    due: str | None


KINDS: dict[LetterKind, Named] = {
    LetterKind.INFORMATION_REQUEST: Named("verzoek om informatie", "Antwoord uiterlijk op"),
    LetterKind.PLAN_REQUEST: Named("verzoek om een verbeterplan", "Plan uiterlijk op"),
    LetterKind.INVITATION: Named("uitnodiging voor een gesprek", None),
    LetterKind.ANNOUNCEMENT: Named("vooraankondiging", "Zienswijze uiterlijk op"),
    LetterKind.DECISION: Named("besluit tot indeplaatsstelling", None),
    LetterKind.COMPLIMENT: Named("brief met complimenten", None),
}
