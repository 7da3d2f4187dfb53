"""Chains of figures as they were published: the numbers stand here, with the address of the source beside them.

They are real, so they are partial, undated, and sometimes contradict each other or themselves.
"""

from fractions import Fraction

from domain.events.figures import Number, StatementPreferred
from domain.municipality import Municipality
from domain.municipality.figures import Figures, Statement
from domain.policy.numbers import closing_backlog, completed, corrected_target, percentage
from domain.policy.statements import contradictions, in_force, inconsistent, restates
from domain.values import Period, Source, SourceKind
from tests.spec import Happened, given, happened, opened, plain, reported, target_revised, target_set


def press(address: str) -> Source:
    return Source(kind=SourceKind.PRESS, reference=address)


def told(*reports: Happened) -> Municipality:
    return given(opened(None), *reports).case


def the_statement(case: Municipality, period: str) -> Statement:
    (statement,) = case.figures.statements(Period.parse(period))
    return statement


def value(figures: Figures, period: str, number: Number) -> int | None:
    known = in_force(figures, Period.parse(period), number)
    return known.value if known else None


SCHIEDAM = press("https://schiedam24.nl/artikel/schiedam-biedt-te-weinig-statushouders-onderdak")


def test_schiedam_2023_ends_115_behind() -> None:
    case = told(
        reported("2022", "2023-01-01", SCHIEDAM, closing_backlog=-27),
        reported("2023-1", None, SCHIEDAM, net_target=96, opening_backlog=-27, realised=49),
        reported("2023-2", "2023-07-31", SCHIEDAM, net_target=123, realised=28, closing_backlog=115),
    )
    first, second = completed(the_statement(case, "2023-1")), completed(the_statement(case, "2023-2"))
    assert value(case.figures, "2022", Number.CLOSING_BACKLOG) == first.opening_backlog == -27
    assert (first.corrected_target, first.closing_backlog) == (69, 20)
    assert (second.opening_backlog, second.corrected_target) == (20, 143)
    assert set(first.derived) == {"corrected_target", "closing_backlog"}
    assert -27 + 96 - 49 + 123 - 28 == 115
    assert first.closing_backlog == second.opening_backlog


DORDRECHT = press("https://www.rtvdordrecht.nl/nieuws/nieuws/extra-plekken-statushouders-verhogen-druk-op-woningmarkt")


def test_dordrecht_takes_27_along_to_a_corrected_target_of_212() -> None:
    case = told(
        reported("2023-1", None, DORDRECHT, realised=93, closing_backlog=27),
        reported("2023-2", None, DORDRECHT, net_target=185, opening_backlog=27, corrected_target=212),
    )
    first, second = completed(the_statement(case, "2023-1")), completed(the_statement(case, "2023-2"))
    assert first.corrected_target == 120
    assert corrected_target(185, 27) == second.corrected_target == 212
    assert second.derived == ()
    assert first.closing_backlog == second.opening_backlog
    assert inconsistent(the_statement(case, "2023-2")) == []


def test_den_haag_2022_1_ends_50_behind_by_arithmetic() -> None:
    source = press(
        "https://www.nu.nl/den-haag/6218734/"
        "regio-heeft-moeite-met-onderbrengen-statushouders-alleen-in-delft-en-wassenaar-op-schema.html"
    )
    den_haag = completed(
        the_statement(told(reported("2022-1", None, source, corrected_target=417, realised=367)), "2022-1")
    )
    assert (den_haag.closing_backlog, den_haag.derived) == (50, ("closing_backlog",))
    assert percentage(367, 417) == Fraction(36_700, 417)
    delft = completed(the_statement(told(reported("2022-1", None, source, corrected_target=76, realised=85)), "2022-1"))
    assert delft.closing_backlog == -9


MEIERIJSTAD = press(
    "https://www.bd.nl/meierij/meierijstad-ligt-nu-wel-op-schema-met-huisvesten-statushouders~a5aea8ac/"
)


def test_meierijstad_begins_2018_with_a_lead_of_28_and_passes_on_one_of_22() -> None:
    case = told(
        reported(
            "2018-1",
            "2018-07-01",
            MEIERIJSTAD,
            net_target=60,
            opening_backlog=-28,
            corrected_target=32,
            realised=54,
            closing_backlog=-22,
        ),
        reported("2018-2", None, MEIERIJSTAD, net_target=51, opening_backlog=-22, corrected_target=29),
    )
    assert inconsistent(the_statement(case, "2018-1")) == inconsistent(the_statement(case, "2018-2")) == []
    assert corrected_target(60, -28) == 32
    assert closing_backlog(32, 54) == -22
    closing = value(case.figures, "2018-1", Number.CLOSING_BACKLOG)
    assert closing == value(case.figures, "2018-2", Number.OPENING_BACKLOG) == -22
    assert corrected_target(51, -22) == 29


ETTEN_LEUR = press("https://www.nu.nl/etten-leur/4350094/etten-leur-moet-33-statushouders-huisvesten.html")


def test_etten_leur_keeps_its_backlog_of_7_through_2016_and_its_figures_of_2017_leave_20_to_catch_up() -> None:
    case = told(
        reported(
            "2016-1",
            "2016-07-01",
            ETTEN_LEUR,
            net_target=50,
            opening_backlog=7,
            corrected_target=57,
            realised=50,
            closing_backlog=7,
        ),
        reported(
            "2016-2", "2016-11", ETTEN_LEUR, net_target=58, opening_backlog=7, corrected_target=65, closing_backlog=20
        ),
        reported("2017-1", None, ETTEN_LEUR, net_target=33, corrected_target=53),
    )
    assert inconsistent(the_statement(case, "2016-1")) == []
    second, next_year = completed(the_statement(case, "2016-2")), completed(the_statement(case, "2017-1"))
    assert (second.realised, second.derived) == (45, ("realised",))
    assert (next_year.opening_backlog, next_year.derived) == (20, ("opening_backlog",))


def test_tholen_houses_13_of_37_by_the_end_of_march_2017() -> None:
    source = press(
        "http://www.nu.nl/bergen-op-zoom/4622604/gemeente-tholen-heeft-dertien-statushouders-opgevangen-in-2017.html"
    )
    tholen = the_statement(
        told(
            reported(
                "2017-1",
                "2017-03-31",
                source,
                net_target=20,
                opening_backlog=17,
                corrected_target=37,
                realised=13,
                closing_backlog=24,
            )
        ),
        "2017-1",
    )
    assert inconsistent(tholen) == []
    assert completed(tholen).derived == ()
    assert corrected_target(20, 17) - 13 == 24


def test_the_national_end_backlog_of_2022_1_is_1821_by_arithmetic_and_1833_and_1858_by_others() -> None:
    volkskrant = press(
        "https://www.volkskrant.nl/nieuws-achtergrond/gemeenten-krijgen-achterstand-in-huisvesting-statushouders-"
        "niet-weggewerkt-en-de-opdracht-wordt-alleen-maar-groter~b3981bab/"
    )
    nrc = press(
        "https://www.nrc.nl/nieuws/2022/09/30/gemeenten-moeten-21-200-statushouders-huisvesten-in-eerste-halfjaar-van-2023-a4143770"
    )
    another = press("another newspaper, by implication")  # domain.md §5 gives the number, not the address
    case = told(
        reported("2022-1", None, volkskrant, net_target=9_979, opening_backlog=3_728, realised=11_886),
        reported("2022-2", None, nrc, net_target=13_500, opening_backlog=1_833),
        reported("2022-2", None, another, opening_backlog=1_858),
    )
    first = completed(the_statement(case, "2022-1"))
    assert (first.corrected_target, first.closing_backlog) == (13_707, 1_821)
    said, implied = sorted(case.figures.statements(Period(2022, 2)), key=lambda each: each.version)
    (found,) = contradictions(case.figures, implied)
    assert (found.number, found.stated, found.other, found.other_statement) == (
        Number.OPENING_BACKLOG,
        1_858,
        1_833,
        said,
    )
    chosen = {
        "period": Period(2022, 2),
        "number": Number.OPENING_BACKLOG,
        "statement": said.version,
        "grounds": plain(),
    }
    settled = given(*_entries(case), happened(StatementPreferred.model_validate(chosen))).case
    assert value(case.figures, "2022-2", Number.OPENING_BACKLOG) == 1_858
    assert value(settled.figures, "2022-2", Number.OPENING_BACKLOG) == 1_833
    assert len(list(settled.figures.statements(Period(2022, 2)))) == 2


def _entries(case: Municipality) -> list[Happened]:
    told_in_order = [case.entries[version] for version in sorted(case.entries)]
    return [Happened(each.fact, each.about.happened_on) for each in told_in_order]


def test_one_source_states_2_and_3_for_kapelle_in_one_article() -> None:
    source = press(
        "https://www.omroepzeeland.nl/nieuws/124552/"
        "Helft-Zeeuwse-gemeentes-krijgt-statushouders-dit-jaar-niet-gehuisvest"
    )
    first = told(reported("2020", "2020-12", source, closing_backlog=2))
    both = told(
        reported("2020", "2020-12", source, closing_backlog=2), reported("2020", "2020-12", source, closing_backlog=3)
    )
    restated = both.figures.find(Period(2020), 3)
    assert restated
    assert restates(first.figures, restated)
    assert contradictions(first.figures, restated) == []
    assert value(both.figures, "2020", Number.CLOSING_BACKLOG) == 3
    assert len(list(both.figures.statements(Period(2020)))) == 2


CASTRICUMMER = press("https://www.castricummer.nl/wethouder-boos-om-dreigement-provincie-keihard-gewerkt/")
BINNENLANDS_BESTUUR = press(
    "https://www.binnenlandsbestuur.nl/sociaal/nieuws/"
    "noord-holland-dreigt-met-ingrijpen-in-castricum.18156596.lynkx?pageStart7=6"
)


def test_the_alderman_of_castricum_counts_6_where_the_province_counts_58() -> None:
    case = told(
        reported("2021-2", "2021-09-01", BINNENLANDS_BESTUUR, closing_backlog=58),
        reported("2021-2", "2021-09", CASTRICUMMER, closing_backlog=6),
    )
    # No contradiction by the rule: a backlog some day in September need not be the one of 1 September.
    province, alderman = sorted(case.figures.statements(Period(2021, 2)), key=lambda each: each.version)
    assert value(case.figures, "2021-2", Number.CLOSING_BACKLOG) == 58
    assert contradictions(case.figures, alderman) == contradictions(case.figures, province) == []


def test_two_sources_agree_that_castricum_ends_2021_1_34_behind() -> None:
    nh = press(
        "https://www.nhnieuws.nl/nieuws/291072/"
        "provincie-stelt-castricum-ultimatum-huisvesting-statushouders-moet-geregeld"
    )
    stadszaken = press(
        "https://stadszaken.nl/artikel/3691/provincie-noord-holland-dreigt-met-overnemen-regie-"
        "als-castricum-afspraken-over-huisvesten-verblijfsgerechtigden-niet-snel-nakomt"
    )
    case = told(
        reported("2021-1", "2021-07-01", nh, closing_backlog=34),
        reported("2021-1", "2021-07-01", stadszaken, net_target=28, closing_backlog=34),
    )
    for statement in case.figures.statements(Period(2021, 1)):
        assert contradictions(case.figures, statement) == []
    assert value(case.figures, "2021-1", Number.NET_TARGET) == 28


def test_the_target_of_delft_is_revised_from_162_to_104_within_the_period() -> None:
    # The source gives both targets, not the days on which they were announced: the months here only tell the order.
    source = press(
        "https://buurtpreventiedelft.nl/delft-loopt-achter-met-huisvesten-statushouders-ondanks-lagere-doelstelling/"
    )
    case = told(
        target_set("2023-2", 162, "2023-04", source),
        target_revised("2023-2", 104, "2023-10", source),
        reported("2023-2", None, source, net_target=104, closing_backlog=37),
    )
    assert value(case.figures, "2023-2", Number.NET_TARGET) == 104
    assert len(list(case.figures.statements(Period(2023, 2)))) == 3


NUL20 = press("https://nul20.nl/gemeenten-huisvesten-veel-meer-statushouders-amsterdam-blijft-achter")


def test_the_figures_of_amsterdam_2022_cannot_all_be_true_so_nothing_is_derived_from_them() -> None:
    case = told(
        reported("2021", None, NUL20, realised=957, closing_backlog=276),
        reported("2022", None, NUL20, net_target=1_459, opening_backlog=276, realised=849, closing_backlog=610),
    )
    amsterdam = the_statement(case, "2022")
    assert inconsistent(amsterdam) == ["1459 + 276 - 849 = 886, not 610"]
    assert completed(amsterdam).corrected_target is None
    assert closing_backlog(1_459, 849) == 610
    assert value(case.figures, "2022", Number.CLOSING_BACKLOG) == 610
    assert completed(the_statement(case, "2021")).corrected_target == 1_233


def test_amsterdam_2020_1_takes_the_206_of_2019_2_along() -> None:
    source = press("https://www.parool.nl/amsterdam/provincie-amsterdam-moet-meer-statushouders-huisvesten~bd963b8a/")
    case = told(
        reported("2019-2", "2020-01-01", source, closing_backlog=206),
        reported(
            "2020-1", "2020-01-31", source, net_target=266, opening_backlog=206, corrected_target=472, realised=66
        ),
    )
    assert value(case.figures, "2019-2", Number.CLOSING_BACKLOG) == 206
    assert inconsistent(the_statement(case, "2020-1")) == []
    assert completed(the_statement(case, "2020-1")).closing_backlog == 406


def test_vlaardingen_2015_counts_22_to_go_so_it_began_without_a_backlog() -> None:
    source = press("https://vlaardingen24.nl/nl/nieuws/nieuws/vlaardingen-versnelt-huisvesting-vergunninghouders/11164")
    case = told(reported("2015", "2015-10-01", source, net_target=132, realised=110, closing_backlog=22))
    vlaardingen = completed(the_statement(case, "2015"))
    assert (vlaardingen.corrected_target, vlaardingen.opening_backlog) == (132, 0)
    assert set(vlaardingen.derived) == {"corrected_target", "opening_backlog"}
