"""What stands of a municipality in the law of rungs 4 to 6, as it was known and as at a day.

It is told from the record itself, like the history: few municipalities come this far, and each is asked about alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.events.base import Entry
from domain.events.law import LawEvent
from domain.municipality import Municipality, standing
from domain.municipality.law import Law
from domain.policy.framework import Framework
from domain.policy.lapse import HousedFor, housed_for
from domain.policy.law_path import LawPath, law_path
from domain.policy.official import OFFICIAL_KINDS
from domain.values import DecisionId
from projections.dossier import known_then
from projections.engine.known import Knowing
from projections.ladder.guideline import after_months
from projections.reading import Opened, Reader


@dataclass(frozen=True, slots=True)
class LawNow:
    """The law of a municipality on a day: its road, its entries by version, and their texts as the reader may see them.

    ``housed`` tells of every decision in force, ``guideline_ends`` when the three highest rungs would be gone through;
    None of who stands lower, or under a policy without such a guideline.
    """

    municipality: Municipality
    path: LawPath
    entries: Mapping[int, Entry]
    texts: Opened
    housed: Mapping[DecisionId, HousedFor]
    guideline_ends: date | None

    @property
    def law(self) -> Law:
        """Announcements, decisions, appeals, requests for relief and claims."""
        return self.municipality.law

    @property
    def day(self) -> date:
        """As at which day."""
        return self.path.day

    @property
    def past_guideline(self) -> bool:
        """Whether the day lies past the guideline, which is no term."""
        return self.guideline_ends is not None and self.guideline_ends < self.day

    def said(self, version: int, name: str) -> str | None:
        """A text of an entry; None where it has none."""
        entry = self.entries.get(version)
        return self.texts.said(getattr(entry.fact, name, None)) if entry else None


def law_of(
    reader: Reader, knowing: Knowing, code: str, *, framework: Framework | None, guideline: int | None
) -> LawNow | None:
    """The law of a municipality as it was known, as at the day; None when nothing was known of it.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        code: of the municipality.
        framework: the one in force on the day; it says whose figures tell who was housed.
        guideline: in how many months the highest rungs are gone through, where the policy says so.

    Raises:
        UnknownMunicipality: nothing was ever recorded about it.
    """
    municipality = known_then(reader.reading, knowing, code)
    if municipality is None:
        return None
    officials = framework.official if framework else tuple(sorted(OFFICIAL_KINDS))
    path = law_path(municipality, knowing.day, officials)
    entries = {each.version: each for each in standing(municipality.entries, LawEvent)}
    return LawNow(
        municipality=municipality,
        path=path,
        entries=entries,
        texts=reader.opened(entries.values()),
        housed=housed_for(municipality, knowing.day, officials),
        guideline_ends=after_months(path.since, guideline) if path.since and guideline else None,
    )
