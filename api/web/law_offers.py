"""What the visitor can do on the road of rungs 4 to 6: the forms and placements that fit, for who has the right."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from api.identity.rights import Right
from api.web.interim import interim_of
from api.web.judged_period import latest_over
from api.web.law_form import About
from api.web.law_forms import BY_ADDRESS
from api.web.proposing import CHOICE, INTERIM
from api.web.visiting import Visit
from domain.municipality import Municipality
from domain.municipality.law import Announcement, Substitution
from domain.policy.law_path import Act, LawPath, Stage
from domain.refusals import Refusal
from domain.values import Rung


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to do, with its address."""

    told: str
    address: str


@dataclass(frozen=True, slots=True)
class Following:
    """What comes next, in words; ``offer`` is None for who may not do it, then ``told`` says who does."""

    told: str
    offer: Offer | None


ACTS: dict[Act, tuple[str, str]] = {
    Act.ANNOUNCE: ("vooraankondiging", "Vooraankondiging vastleggen"),
    Act.RECEIVE_VIEWS: ("zienswijze", "Zienswijze vastleggen"),
    Act.CONSIDER_VIEWS: ("zienswijze-weging", "Afweging van de zienswijze vastleggen"),
    Act.DECIDE_FURTHER: ("besluit", "Verder besluit vastleggen"),
    Act.NOTIFY: ("bekendmaking", "Bekendmaking vastleggen"),
    Act.CONFIRM_LAPSE: ("vervallen", "Bevestigen dat het besluit is vervallen"),
    Act.START: ("uitvoering", "Begin van de uitvoering vastleggen"),
    Act.END: ("beeindiging", "Uitvoering beëindigen"),
    Act.CLAIM: ("kosten", "Kosten terugvragen"),
    Act.RECORD_PAYMENT: ("betaling", "Betaling vastleggen"),
}
"""The form of each act, and its button; the others are placements."""
PLACING = {
    Act.DECIDE: ("raise-5", 5, "een besluit op trede 5"),
    Act.CARRY_OUT: ("raise-6", 6, "uitvoering op trede 6"),
    Act.PLACE: ("", 0, "een besluit over de trede"),
}
"""What to propose, the rung, and what that is."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be done about one municipality; nothing in a page that shows another moment."""

    visit: Visit
    municipality: Municipality
    path: LawPath

    @property
    def _closed(self) -> bool:
        return self.visit.time_travel

    def following(self) -> Following | None:
        """The one thing to do now; None where there is nothing but to wait."""
        act = self.path.next
        if act is None or self._closed:
            return None
        if act in PLACING:
            return self._placement(act)
        what, told = ACTS[act]
        return Following(told, self._form(what, told, about=self._subject(BY_ADDRESS[what].about)))

    def _subject(self, about: About) -> str | None:
        """What the road is at, of what a form follows on."""
        trail = self.path.trail
        match about:
            case About.ANNOUNCEMENT if trail.announcement:
                return trail.announcement.letter
            case About.DECISION if trail.decision:
                return trail.decision.decision
            case About.CLAIM if trail.decision:
                return next(self._unpaid(trail.decision), None)
            case _:
                return None

    def of(self, stage: Stage) -> tuple[Offer, ...]:
        """What else can be done at a stage, besides what comes next."""
        if self._closed:
            return ()
        first = self.following()
        offered = [each for each in self._at(stage) if each]
        taken = first.offer.address if first and first.offer else None
        return tuple(each for each in offered if each.address != taken)

    def of_decision(self, decision: Substitution, *, met: bool) -> tuple[Offer, ...]:
        """What can be done about another decision in force than the last one; ``met``: those it names are housed."""
        if self._closed or decision.over is not None:
            return ()
        begun = decision.started_on is not None
        forms = (
            *(("bekendmaking",) if decision.notified_on is None else ()),
            *(("uitvoering",) if self.path.rung is Rung.SUBSTITUTION_CARRIED_OUT and not begun else ()),
            *(("vervallen",) if met else ()),
            *(("beeindiging",) if begun else ("meer-tijd",)),
            *("wijziging", "intrekking", "beroep", "voorlopige-voorziening"),
        )
        return tuple(each for what in forms if (each := self._form(what, about=decision.decision)))

    def _at(self, stage: Stage) -> Iterator[Offer | None]:
        announced, decision = self.path.trail.announcement, self.path.trail.decision
        match stage:
            case Stage.ANNOUNCED if self.path.is_high and decision is None:
                yield self._form("vooraankondiging", "Nog een vooraankondiging vastleggen" if announced else None)
                yield self._letter("announcement", "Brief met de vooraankondiging opstellen")
            case Stage.VIEWS if announced and decision is None:
                yield from self._views(announced)
            case Stage.TERM if announced and decision is None:
                yield self._form("meer-tijd", about=announced.letter)
            case Stage.COURT if decision:
                yield from self._court(decision)
            case Stage.COSTS if decision and decision.started_on:
                yield self._form("kosten", about=decision.decision)
                for claim in self._unpaid(decision):
                    yield self._form("betaling", about=claim)
            case _ if decision and decision.over is None:
                yield from self._of_standing(stage, decision)
            case Stage.DECIDED if self.path.rung and self.path.rung >= Rung.SUBSTITUTION_DECIDED:
                yield self._form("besluit")
            case _:
                return

    def _views(self, announced: Announcement) -> Iterator[Offer | None]:
        yield self._form("zienswijze", "Zienswijze vastleggen", about=announced.letter)
        yield self._form("zienswijze-gehoord", "Mondelinge zienswijze vastleggen", about=announced.letter)
        if not announced.views_considered:
            yield self._form("zienswijze-weging", ACTS[Act.CONSIDER_VIEWS][1], about=announced.letter)

    def _of_standing(self, stage: Stage, decision: Substitution) -> Iterator[Offer | None]:
        about = decision.decision
        match stage:
            case Stage.DECIDED:
                yield self._form("wijziging", about=about)
                yield self._form("intrekking", about=about)
                yield self._letter("decision", "Brief met het besluit opstellen")
                yield self._form("besluit")
            case Stage.NOTIFIED if decision.notified_on is None:
                yield self._form("bekendmaking", about=about)
            case Stage.COMPLIED if decision.started_on is None:
                yield self._form("meer-tijd", about=about)
            case Stage.STARTED if self.path.rung is Rung.SUBSTITUTION_CARRIED_OUT and decision.started_on is None:
                yield self._form("uitvoering", about=about)
            case Stage.ENDED:
                if self.path.housed and self.path.housed.met:
                    yield self._form("vervallen", about=about)
                if decision.started_on:
                    yield self._form("beeindiging", about=about)
            case _:
                return

    def _court(self, decision: Substitution) -> Iterator[Offer | None]:
        law = self.municipality.law
        for identity, appeal in law.appeals.items():
            if appeal.decision == decision.decision and appeal.over_on is None:
                yield self._form("uitspraak", about=identity)
                yield self._form("beroep-ingetrokken", about=identity)
        for request, relief in law.reliefs.items():
            if relief.decision == decision.decision and relief.granted is None:
                yield self._form("voorlopige-voorziening-uitspraak", about=request)
        yield self._form("beroep", about=decision.decision)
        if decision.over is None:
            yield self._form("voorlopige-voorziening", about=decision.decision)

    def _unpaid(self, decision: Substitution) -> Iterator[str]:
        for identity, claim in self.municipality.law.claims.items():
            if claim.decision == decision.decision and claim.recovered < claim.cents:
                yield identity

    def _form(self, what: str, told: str | None = None, *, about: str | None = None) -> Offer | None:
        """A form, where the visitor has the right that its decision asks."""
        law_form = BY_ADDRESS[what]
        if not self.visit.may(law_form.right):
            return None
        query = f"?{urlencode({'van': about})}" if about else ""
        return Offer(told or law_form.title, f"/gemeenten/{self.municipality.code}/indeplaatsstelling/{what}{query}")

    def _letter(self, kind: str, told: str) -> Offer | None:
        if not self.visit.may(Right.RECORD_FACTS):
            return None
        return Offer(told, f"/gemeenten/{self.municipality.code}/brieven/nieuw?soort={kind}")

    def _placement(self, act: Act) -> Following:
        """By a proposal and another who decides, or by what was decided already; a proposal that waits goes first."""
        choice, rung, what = PLACING[act]
        code, waiting = self.municipality.code, self.municipality.judging.open_proposals
        if waiting:
            told = "Bekijk het voorstel dat op een besluit wacht"
            return Following(told, Offer(told, f"/voorstellen/{code}/{waiting[0].version}"))
        if self.visit.may(Right.PROPOSE_PLACEMENTS):
            query = {"gemeente": code} | ({CHOICE: choice} if choice else {}) | self._interim()
            period = latest_over(self.visit.running.today())
            return Following(
                f"Stel {what} voor", Offer(f"Stel {what} voor", f"/beoordeling/{period}/voorstellen?{urlencode(query)}")
            )
        told = f"Leg {what} vast"
        address = f"/gemeenten/{code}/plaatsen" + (f"?trede={rung}" if rung else "")
        return Following(told, Offer(told, address) if self.visit.may(Right.DECIDE_SUBSTITUTION) else None)

    def _interim(self) -> dict[str, str]:
        """On these rungs the verdict of the day is what a proposal rests on, where figures tell it."""
        try:
            found = interim_of(self.visit, self.municipality)
        except Refusal:
            return {}
        return {INTERIM: "ja"} if found else {}
