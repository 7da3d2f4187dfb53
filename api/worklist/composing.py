"""The worklist: everything there is to do, and whose it is."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from api.identity.caller import Caller
from api.identity.rights import Right, deciding_on
from api.store import Store
from api.store.absences import Absence, Absences, stood_in_for
from api.worklist.doing import FIGURES, action_of, confirming, deciding, dossier
from api.worklist.gathering import Gathered
from api.worklist.items import URGENCIES, Action, Besides, Item, Urgency, in_order
from api.worklist.telling import Texts, told_of, told_of_lapse, told_of_proposal, told_of_signal
from domain.events.contact import Side
from domain.policy.framework import Framework
from domain.policy.obligations import ObligationKind
from domain.values import PersonId, Rung
from projections.judging import ProposalLine, SignalRow
from projections.municipalities import MunicipalityLine
from projections.obligations import ObligationLine

FIRST_HOUSED = "wie is gehuisvest, telt mee voor de oudste periode die nog niet is gehaald"


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at a worklist, and whose work they do.

    ``persons`` are they themselves and those for whom they stand in, by ``absences``, which are those of the day.
    """

    caller: Caller
    persons: frozenset[PersonId]
    absences: tuple[Absence, ...]

    @classmethod
    def on(cls, store: Store, caller: Caller, gathered: Gathered) -> "Looking":
        """Who looks, on the day that was gathered."""
        absences = Absences(store).on(gathered.knowing.day)
        return cls(caller, stood_in_for(caller.person, absences) | {caller.person}, absences)

    @property
    def stands_in(self) -> tuple[Absence, ...]:
        """The absences in which they stand in."""
        return tuple(
            each for each in self.absences if each.person in self.persons and each.person != self.caller.person
        )

    def sees_to(self, item: Item) -> bool:
        """Whether an item is theirs: of a municipality of theirs, or waiting for them."""
        if item.waits_for_me:
            return True
        return item.supervisor in self.persons and item.kind is not Besides.PROPOSAL


def waits_for(caller: Caller, framework: Framework | None, rungs: Collection[Rung], by: Collection[PersonId]) -> bool:
    """Whether a proposal waits for somebody: by right, by mandate, and as other eyes.

    Args:
        caller: who looks.
        framework: the one in force, with the mandates; None when there is none, and then nobody decides.
        rungs: from where to where is proposed.
        by: who made it, and for whom.
    """
    highest = max(rungs)
    if framework is None or caller.person in by or deciding_on(highest) not in caller.rights:
        return False
    return framework.mandate(highest).role in caller.roles


def worklist(found: Gathered, looking: Looking, framework: Framework | None, texts: Texts) -> tuple[Item, ...]:
    """Everything that was gathered, in order, as it is to who looks."""
    items = (
        *_obligations(found, texts),
        *_signals(found),
        *_proposals(found, looking, framework),
        *_lapses(found, looking),
        *_figures(found, looking),
    )
    return tuple(sorted(items, key=in_order))


def _obligations(found: Gathered, texts: Texts) -> Iterator[Item]:
    for line in found.obligations:
        owed = line.obligation
        yield Item(
            kind=owed.kind,
            urgency=URGENCIES[owed.state],
            code=line.code,
            name=line.name,
            rung=line.rung,
            supervisor=line.supervisor,
            owed_by=owed.owed_by,
            what=told_of(owed, texts),
            subject=owed.subject,
            since=owed.arises_on,
            due=owed.due,
            source=owed.source,
            action=action_of(line.code, line.rung, owed),
        )


def _signals(found: Gathered) -> Iterator[Item]:
    """The signals that are open; not those of which the contact is still to be made, which is what there is to do."""
    owed = {(line.code, line.obligation.subject) for line in found.obligations if _after_signal(line)}
    for row in found.signals:
        if row.code in found.municipalities and (row.code, row.signal.value) not in owed:
            yield _signal(found.municipalities[row.code], row)


def _after_signal(line: ObligationLine) -> bool:
    return line.obligation.kind is ObligationKind.CONTACT_AFTER_SIGNAL


def _signal(line: MunicipalityLine, row: SignalRow) -> Item:
    return replace(
        _of(line, Besides.RISK_SIGNAL, dossier(row.code)),
        urgency=Urgency.OPEN,
        what=told_of_signal(row.signal),
        subject=row.signal.value,
        since=row.raised_on,
        source="dagelijkse monitoring van de cijfers",
    )


def _proposals(found: Gathered, looking: Looking, framework: Framework | None) -> Iterator[Item]:
    for each in found.proposals:
        line = found.municipalities.get(each.code)
        if line:
            yield _proposal(line, each, mine=_waits(each, looking, framework))


def _proposal(line: MunicipalityLine, each: ProposalLine, *, mine: bool) -> Item:
    by = f"{each.by_name} namens {each.for_name}" if each.for_name else each.by_name
    return replace(
        _of(line, Besides.PROPOSAL, deciding(each.code, each.entry, mine=mine)),
        what=told_of_proposal(each.proposed),
        subject=str(each.entry),
        since=each.proposed_on,
        source=f"het voorstel van {by}",
        waits_for_me=mine,
    )


def _waits(each: ProposalLine, looking: Looking, framework: Framework | None) -> bool:
    by = {person for person in (each.by, each.acted_for) if person}
    return waits_for(looking.caller, framework, (each.proposed.from_rung, each.proposed.to_rung), by)


def _lapses(found: Gathered, looking: Looking) -> Iterator[Item]:
    for each in found.lapsed:
        line = found.municipalities.get(each.code)
        if line:
            yield replace(
                _of(line, Besides.LAPSE, confirming(each.code)),
                what=told_of_lapse(each.found.housed, each.found.persons),
                subject=each.decision,
                since=found.knowing.day,
                source=FIRST_HOUSED,
                waits_for_me=Right.DECIDE_SUBSTITUTION in looking.caller.rights,
            )


def _figures(found: Gathered, looking: Looking) -> Iterator[Item]:
    missed = found.figures
    if missed:
        yield Item(
            kind=ObligationKind.FIGURES,
            urgency=Urgency.OVERDUE,
            code=None,
            name=None,
            rung=None,
            supervisor=None,
            owed_by=Side.PROVINCE,
            what=missed.sentence,
            subject="",
            since=missed.since,
            due=None,
            source="dagelijkse monitoring van de cijfers",
            action=FIGURES,
            waits_for_me=FIGURES.right in looking.caller.rights,
        )


def _of(line: MunicipalityLine, kind: Besides, action: Action) -> Item:
    """An item of a municipality that waits for somebody, before it is said what it is about."""
    return Item(
        kind=kind,
        urgency=Urgency.WAITING,
        code=line.code,
        name=line.name,
        rung=line.rung,
        supervisor=line.supervisor,
        owed_by=Side.PROVINCE,
        what="",
        subject="",
        since=date.min,
        due=None,
        source="",
        action=action,
    )
