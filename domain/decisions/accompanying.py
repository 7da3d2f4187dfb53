"""What accompanies a placement in law, in the same command: announcement, decision, more time, carrying out."""

from domain.decisions.announcing import announced, extending
from domain.decisions.carrying_out import started
from domain.decisions.guards import day_of
from domain.decisions.occasion import Occasion
from domain.decisions.substituting import decided
from domain.events.ladder import Placement, RungHeld, RungLowered, RungRaised
from domain.events.law import Announcing, Deciding, LawEvent
from domain.municipality import Municipality
from domain.refusals import DecisionContentMissing, NotAsProposed, NotWithThisMove, SubstitutionStands, require
from domain.values import Rung

DECIDED_ON = "day of the decision"


def accompanying(
    municipality: Municipality,
    on: Occasion,
    placement: Placement,
    *,
    announcing: Announcing | None,
    deciding: Deciding | None,
    departs: bool,
) -> tuple[LawEvent, ...]:
    """The law events of a placement, after their guards.

    Rung 4 is announced where the letter goes with the decision; rung 5 always comes with its decision; rung 6 carries
    out the decision in force. Who is held on rung 4 or 5 until later than the term gets more time. Nobody is lowered
    while a decision is in force.
    """
    day, law = day_of(DECIDED_ON, on), list[LawEvent]()
    require_law_of_rung((placement.from_rung, placement.to_rung), announcing=announcing, deciding=deciding)
    proposal, document, urgent = placement.proposal, placement.document, placement.urgent
    _require_as_proposed(municipality, placement, announcing, deciding)
    if announcing:
        law.append(announced(municipality, on, announcing, proposal=proposal, document=document))
    if deciding:
        law.append(
            decided(municipality, on, deciding, urgent=urgent, departs=departs, proposal=proposal, document=document)
        )
    match placement:
        case RungRaised(to_rung=Rung.SUBSTITUTION_CARRIED_OUT):
            law.append(started(municipality, min(day, placement.effective_on), urgent=urgent))
        case RungLowered():
            _require_nothing_stands(municipality, placement)
        case RungHeld() if not law:
            longer = extending(
                municipality,
                placement.to_rung,
                placement.until,
                day,
                grounds=placement.grounds,
                proposal=proposal,
            )
            law += [longer] if longer else []
        case _:
            pass
    return tuple(law)


def require_law_of_rung(rungs: tuple[Rung, Rung], *, announcing: Announcing | None, deciding: Deciding | None) -> None:
    """What is announced or decided fits the rung, as it is proposed and as it is decided."""
    from_rung, to_rung = rungs
    verb = "holding" if from_rung == to_rung else "raising" if from_rung < to_rung else "lowering"
    announces = to_rung is Rung.ANNOUNCEMENT and to_rung >= from_rung
    require(announces or announcing is None, NotWithThisMove(verb, "announcement"))
    held_higher = from_rung == to_rung is Rung.SUBSTITUTION_CARRIED_OUT
    decides = held_higher or (to_rung is Rung.SUBSTITUTION_DECIDED and to_rung >= from_rung)
    require(decides or deciding is None, NotWithThisMove(verb, "decision"))
    reaches = to_rung is Rung.SUBSTITUTION_DECIDED and from_rung < to_rung
    require(not reaches or deciding is not None, DecisionContentMissing(to_rung))


def _require_as_proposed(
    municipality: Municipality, placement: Placement, announcing: Announcing | None, deciding: Deciding | None
) -> None:
    """What is announced and decided is what was proposed, where a proposal is adopted."""
    if placement.proposal and (found := municipality.judging.proposals.get(placement.proposal.version)):
        same = (found.proposed.announcing, found.proposed.deciding) == (announcing, deciding)
        require(same, NotAsProposed(placement.proposal.version))


def _require_nothing_stands(municipality: Municipality, placement: Placement) -> None:
    for decision in municipality.law.standing_on(placement.effective_on):
        raise SubstitutionStands(decision.decision)
