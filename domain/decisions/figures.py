"""Decisions on targets and figures: what a source said is always recorded, once."""

from domain.decisions.guards import require_known
from domain.decisions.occasion import Occasion
from domain.events.figures import (
    FiguresEvent,
    FiguresReported,
    Number,
    StatementPreferred,
    TargetExchanged,
    TargetRevised,
    TargetSet,
)
from domain.municipality import Municipality
from domain.municipality.figures import Statement, statement_of
from domain.policy.statements import Stated, is_known
from domain.refusals import ExchangeWithItself, NoNumbers, NumberNotStated, require
from domain.values import Nature, PartialDate, Period, PlainText, Reference, Source

NO_NUMBERS = (None,) * len(Number)
"""The numbers of a statement that states nothing."""


def report_figures(
    municipality: Municipality,
    *,
    on: Occasion,
    period: Period,
    source: Source,
    nature: Nature = Nature.MEASURED,
    net_target: int | None = None,
    opening_backlog: int | None = None,
    corrected_target: int | None = None,
    realised: int | None = None,
    closing_backlog: int | None = None,
) -> tuple[FiguresReported, ...]:
    """Record what a source stated, as reported on the day of the occasion; nothing when it is known already."""
    fact = FiguresReported(
        period=period,
        reported_on=on.happened_on,
        source=source,
        nature=nature,
        net_target=net_target,
        opening_backlog=opening_backlog,
        corrected_target=corrected_target,
        realised=realised,
        closing_backlog=closing_backlog,
    )
    return weigh_figures(municipality.figures, fact)


def weigh_figures(figures: Stated, fact: FiguresReported) -> tuple[FiguresReported, ...]:
    """The fact when it says something new, nothing when the same statement with the same numbers is known."""
    return (fact,) if is_new(figures, statement_of(fact, version=0)) else ()


def is_new(figures: Stated, statement: Statement) -> bool:
    """Whether a statement says something new; it states something."""
    if statement.numbers == NO_NUMBERS:
        raise NoNumbers(statement.period)
    return not is_known(figures, statement)


def require_numbers(fact: FiguresReported) -> None:
    """A statement states something."""
    require(statement_of(fact, version=0).numbers != NO_NUMBERS, NoNumbers(fact.period))


def set_target(
    municipality: Municipality, *, on: Occasion, period: Period, net_target: int, source: Source
) -> tuple[TargetSet]:
    """Record the net target of a period as it was published."""
    return (TargetSet(period=period, net_target=net_target, source=source),)


def revise_target(
    municipality: Municipality,
    *,
    on: Occasion,
    period: Period,
    net_target: int,
    effective_from: PartialDate,
    retroactive: bool,
    source: Source,
) -> tuple[TargetRevised]:
    """Record that the net target of a period was changed."""
    return (
        TargetRevised(
            period=period, net_target=net_target, effective_from=effective_from, retroactive=retroactive, source=source
        ),
    )


def exchange_target(
    municipality: Municipality,
    *,
    on: Occasion,
    period: Period,
    partner: str,
    persons: int,
    source: Source,
    approval: Reference | None = None,
) -> tuple[TargetExchanged]:
    """Record that part of the target went to another municipality (``persons`` < 0) or came from it (> 0)."""
    exchange = TargetExchanged(period=period, partner=partner, persons=persons, approval=approval, source=source)
    require_sound_figures(municipality, exchange)
    return (exchange,)


def prefer_statement(
    municipality: Municipality, *, on: Occasion, period: Period, number: Number, statement: int, grounds: PlainText
) -> tuple[StatementPreferred]:
    """Choose the statement that gives a number of a period, with grounds."""
    preferred = StatementPreferred(period=period, number=number, statement=statement, grounds=grounds)
    require_sound_figures(municipality, preferred)
    return (preferred,)


def require_sound_figures(municipality: Municipality, fact: FiguresEvent) -> None:
    """What a fact on figures obeys, as it is recorded and as it is corrected."""
    match fact:
        case FiguresReported():
            require_numbers(fact)
        case TargetExchanged(partner=partner, persons=persons):
            require(partner != municipality.code and persons != 0, ExchangeWithItself(municipality.code))
        case StatementPreferred(period=period, number=number, statement=version):
            stated = municipality.figures.find(period, version)
            require_known("statement of figures", str(version), stated)
            states_it = stated is not None and stated.number(number) is not None
            require(states_it, NumberNotStated(version, number.value, period))
        case _:
            pass
