"""What the shipped frameworks make of figures as they were published: the numbers with the address of their source.

The press is no official source, so the program itself never judges by these. Here they are taken as if COA had said so.
Nobody published what these municipalities were advised, so only the rule is shown, for whatever rung they stood on.
"""

from dataclasses import dataclass

import pytest

from domain.events.judging import Advice, AdviceKind, Split, TrendVerdict
from domain.events.periods import PeriodClosed
from domain.policy.advice import Standing, advise
from domain.policy.trend import Measure, trend
from domain.values import Period, Rung
from tests.domain.frameworks import NEWEST, SHIPPED

USUAL, SIZE = Measure.of(NEWEST), SHIPPED["zuid-holland 2020"]


@dataclass(frozen=True)
class Published:
    """A half year of a municipality as a newspaper had it: opening backlog, target, realised, closing backlog."""

    name: str
    period: str
    opening: int
    target: int
    realised: int | None
    closing: int
    source: str

    @property
    def numbers(self) -> PeriodClosed:
        return PeriodClosed(
            period=Period.parse(self.period),
            opening_backlog=self.opening,
            first_target=self.target,
            net_target=self.target,
            realised=self.realised,
            closing_backlog=self.closing,
        )

    def advised(self, rung: int) -> Advice:
        found = advise(NEWEST, Standing(rung=Rung(rung)), trend(self.numbers, USUAL))
        assert found
        return found


ETTEN_LEUR = "https://www.nu.nl/etten-leur/4350094/etten-leur-moet-33-statushouders-huisvesten.html"
SAME = Published("Etten-Leur", "2016-1", 7, 50, 50, 7, ETTEN_LEUR)
MORE = Published("Etten-Leur", "2016-2", 7, 58, None, 20, ETTEN_LEUR)
THOLEN = Published(
    *("Tholen", "2017-1", 17, 20, 13, 24),
    "http://www.nu.nl/bergen-op-zoom/4622604/gemeente-tholen-heeft-dertien-statushouders-opgevangen-in-2017.html",
)
MEIERIJSTAD = Published(
    *("Meierijstad", "2018-1", -28, 60, 54, -22),
    "https://www.bd.nl/meierij/meierijstad-ligt-nu-wel-op-schema-met-huisvesten-statushouders~a5aea8ac/",
)
LEIDERDORP = Published(
    *("Leiderdorp", "2020-1", 4, 9, 14, -1),
    "https://www.leiderdorpsweekblad.nl/nieuws/algemeen/60544/"
    "leiderdorp-maakt-achterstand-in-huisvesting-statushouders-meer-da",
)
HAARLEMMERMEER = Published(
    *("Haarlemmermeer", "2023-1", 16, 191, 155, 35),
    "https://haarlemmermeergemeente.nl/informeer-online/nog-nooit-zo-veel-statushouders-gehuisvest",
)


@pytest.mark.parametrize(
    ("published", "verdict", "sentence"),
    [
        (
            SAME,
            TrendVerdict.STAGNANT,
            "De achterstand bleef gelijk: 7 personen. Er is geen zichtbare verbetertrend.",
        ),
        (
            MORE,
            TrendVerdict.GROWING,
            "De achterstand liep op van 7 naar 20 personen (+13). Er is geen zichtbare verbetertrend.",
        ),
        (
            THOLEN,
            TrendVerdict.GROWING,
            "De achterstand liep op van 17 naar 24 personen (+7). Er is geen zichtbare verbetertrend.",
        ),
        (
            MEIERIJSTAD,
            TrendVerdict.NO_BACKLOG,
            "Er is geen achterstand. De gemeente heeft een voorsprong van 22 personen.",
        ),
        (
            LEIDERDORP,
            TrendVerdict.NO_BACKLOG,
            "De achterstand van 4 personen is weggewerkt. De gemeente heeft een voorsprong van 1 persoon.",
        ),
    ],
    ids=lambda each: f"{each.name} {each.period}" if isinstance(each, Published) else "",
)
def test_the_trend_of_a_published_half_year(published: Published, verdict: TrendVerdict, sentence: str) -> None:
    found = trend(published.numbers, USUAL)
    assert (found.verdict, found.sentence) == (verdict, sentence)


def test_haarlemmermeer_housed_fewer_than_its_target_and_the_source_corrects_the_sum() -> None:
    """16 + 191 - 155 is 52, and the municipality says 35."""
    found = trend(HAARLEMMERMEER.numbers, USUAL)
    assert found.verdict is TrendVerdict.GROWING
    assert found.split == Split(housing=36, correction=-17)
    assert found.sentence == (
        "De achterstand liep op van 16 naar 35 personen (+19). Er is geen zichtbare verbetertrend. De verandering"
        " bestaat uit +36 door huisvesting en −17 door correctie van cijfers."
    )


@pytest.mark.parametrize("rung", [1, 2, 3])
def test_by_the_new_policy_a_growing_backlog_must_lead_up_however_small_it_is(rung: int) -> None:
    for published in (MORE, THOLEN, HAARLEMMERMEER):
        advice = published.advised(rung)
        assert (advice.kind, advice.rung, advice.must) == (AdviceKind.RAISE, rung + 1, True)


@pytest.mark.parametrize("rung", [1, 2, 3])
def test_by_the_new_policy_the_absence_of_a_trend_leads_up_after_weighing(rung: int) -> None:
    advice = SAME.advised(rung)
    assert (advice.kind, advice.rung, advice.weigh) == (AdviceKind.RAISE, rung + 1, True)


@pytest.mark.parametrize("rung", [2, 3, 4])
def test_by_the_new_policy_who_is_ahead_goes_back_to_rung_one(rung: int) -> None:
    for published in (MEIERIJSTAD, LEIDERDORP):
        assert (published.advised(rung).kind, published.advised(rung).rung) == (AdviceKind.LOWER, 1)


@pytest.mark.parametrize(
    ("published", "fitting"),
    [(SAME, 2), (MORE, 3), (THOLEN, 5)],  # 7 of 50 is 14%, 20 of 58 is 34%, 24 of 20 is 120%
    ids=["Etten-Leur 2016-1", "Etten-Leur 2016-2", "Tholen 2017-1"],
)
def test_the_old_policy_looked_at_the_size_alone(published: Published, fitting: int) -> None:
    """Etten-Leur 2016-1 did not grow and still was behind; under the old policy only that counts."""
    found = trend(published.numbers, USUAL)
    for rung in (1, 2, 3):
        advice = advise(SIZE, Standing(rung=Rung(rung)), found, numbers=published.numbers)
        assert advice
        assert advice.rung == min(rung + 1, fitting)
