"""Searching what was judged: grounds, reasons and verdicts are found, and what is confidential in them is not."""

import pytest

from domain.events.judging import ProposedMove
from domain.events.ladder import Basis, Departure
from domain.ledger.application import Ledger
from domain.values import Classification, PlainText
from projections.reading import Reader
from projections.search import SEARCH, search
from projections.subjects import Subject
from tests.projections.asking import known, now, tell
from tests.spec import (
    CODE,
    assessed,
    close_corrected,
    corrected,
    frozen,
    opened,
    period_closed,
    plain,
    proposed,
    rejected,
    signal_raised,
    unfrozen,
    withdrawn,
)

CLOSED, DRAWN, PROPOSED, REJECTED, HELD, FROZEN, CORRECTED, SIGNALLED, UNFROZEN = range(2, 11)

DEPARTURE = Departure(
    departs_from="growing",
    basis=Basis.WITHIN_FRAMEWORK,
    circumstances=plain("de wethouder vertrok"),
    consequences=plain("de bouw vertraagt"),
)


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    """A record with one of each kind of judging in it, and who reads it."""
    tell(
        ledger,
        opened("2020-01-01"),
        period_closed("2025-1", on="2025-07-10"),
        assessed("2025-1", 1, advised=2, on="2025-07-10"),
        proposed(ProposedMove.RAISE, 1, 2, grounds=plain("het tempo daalde"), departure=DEPARTURE, on="2025-07-11"),
        rejected(PROPOSED, on="2025-07-12"),
        proposed(
            ProposedMove.HOLD,
            1,
            1,
            grounds=plain("flexwoningen zijn besteld"),
            excusable=plain("de leverancier ging failliet"),
            on="2025-07-13",
        ),
        frozen(1, "2025-08-01", grounds=plain("een herindeling")),
        close_corrected("2025-1", reason=plain("dubbel geteld"), on="2025-08-10"),
        signal_raised("2025-2", "2025-09-01"),
        unfrozen(1, "2025-10-01", grounds=plain("de herindeling is rond")),
        models=[SEARCH],
    )
    return Reader(ledger)


def found(reader: Reader, words: str, day: str = "2026-01-01", subject: Subject | None = None) -> list[int]:
    return sorted(hit.entry for hit in search(reader, now(reader.reading, day), words, subject=subject).lines)


def test_grounds_reasons_and_verdicts_are_found_by_their_words(reader: Reader) -> None:
    words = {
        "afgesloten": [CLOSED],
        "groeiend": [DRAWN],
        "tempo daalde": [PROPOSED],
        "wethouder vertrok": [PROPOSED],
        "bouw vertraagt": [PROPOSED],
        "talk": [REJECTED],
        "flexwoningen": [HELD],
        "failliet": [HELD],
        "herindeling": [FROZEN, UNFROZEN],
        "dubbel geteld": [CORRECTED],
        "signaal achterstand": [SIGNALLED],
    }
    assert {asked: found(reader, asked) for asked in words} == words


def test_what_is_judged_is_found_under_its_subject_and_from_its_day(reader: Reader) -> None:
    assert found(reader, "herindeling", subject=Subject.DECISIONS) == [FROZEN, UNFROZEN]
    assert found(reader, "herindeling", subject=Subject.FIGURES) == []
    assert found(reader, "dubbel", subject=Subject.FIGURES) == [CORRECTED]
    assert found(reader, "herindeling", "2025-09-30") == [FROZEN]


def test_what_is_confidential_in_a_proposal_is_not_found_by_anybody(ledger: Ledger) -> None:
    secret = PlainText(text="het geheim van het college", classification=Classification.CONFIDENTIAL)
    tell(ledger, opened(), proposed(ProposedMove.HOLD, 1, 1, grounds=plain("open"), excusable=secret), models=[SEARCH])
    everybody = Reader(ledger, frozenset(Classification))
    assert (found(everybody, "geheim"), found(everybody, "handhaven")) == ([], [2])


def test_a_corrected_proposal_is_found_by_its_new_grounds_and_a_withdrawn_one_no_more(ledger: Ledger) -> None:
    told = tell(
        ledger,
        opened(),
        proposed(ProposedMove.HOLD, 1, 1, grounds=plain("het verkeerde stuk")),
        corrected(2, proposed(ProposedMove.HOLD, 1, 1, grounds=plain("de juiste reden"))),
        withdrawn(2),
        code=CODE,
        models=[SEARCH],
    )
    reader = Reader(ledger)
    as_known = [
        [hit.entry for hit in search(reader, known(told[nth]), "verkeerde").lines]
        + [-hit.entry for hit in search(reader, known(told[nth]), "juiste").lines]
        for nth in (1, 2, 3)
    ]
    assert as_known == [[2], [-2], []]
