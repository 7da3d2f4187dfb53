"""What a screen says when a decision is refused: a plain Dutch sentence per rule, with its data."""

from datetime import date
from enum import Enum

from domain import refusals
from domain.events.base import Role
from domain.events.contact import ConversationKind
from domain.events.figures import Number
from domain.events.ladder import DecidingBody
from domain.refusals import Refusal
from domain.values import Period
from projections.dutch.words import day, period, word

SENTENCES: dict[type[Refusal], str] = {
    refusals.SupervisionAlreadyOpen: "Het toezicht op {code} is al begonnen.",
    refusals.SupervisionNotOpen: "Er is geen toezicht op {code}. Begin eerst het toezicht op deze gemeente.",
    refusals.AlreadyOnRecord: "Er is al een {what} met nummer {id}. Corrigeer die vastlegging.",
    refusals.NotOnRecord: "Er is geen {what} met nummer {id} (meer). Daarop kan dus niets volgen.",
    refusals.AlreadySettled: "{what} {id} is al afgehandeld. Corrigeer zo nodig die vastlegging.",
    refusals.ChangedSince: (
        "Een ander heeft dit intussen veranderd ({what}, vastlegging {changed_by}; u zag versie {seen})."
        " Kijk opnieuw en besluit dan."
    ),
    refusals.NoNumbers: "De cijfers over {period} bevatten geen enkel getal.",
    refusals.TooEarly: "{what} ({day}) ligt voor {bound}.",
    refusals.DayNeeded: "Noem de dag precies: {what} is nu '{given}'.",
    refusals.NotAMultiPartyMeeting: "Alleen een ketenoverleg telt mede als toezichtcontact; een {kind} telt vanzelf.",
    refusals.TooFewParties: "Noem ten minste twee verschillende partijen; u noemde er {parties}.",
    refusals.ExchangeWithItself: "{code} kan geen taakstelling ruilen met zichzelf, en niet nul personen.",
    refusals.NumberNotStated: "Vastlegging {statement} noemt dit getal over {period} niet ({number}).",
    refusals.GroundsMissing: "Geef de gronden: waarom is dit besloten?",
    refusals.WrongDirection: "Van trede {from_rung} naar trede {to_rung} gaan is geen {verb}.",
    refusals.RungSkipped: (
        "Na trede {from_rung} komt één trede hoger, niet trede {to_rung}."
        " Wijkt u daarvan af, geef dan aan waarvan, op welke grond en waarom."
    ),
    refusals.SubstitutionNeedsItsLaw: (
        "Trede {to_rung} wordt bereikt met een besluit, niet met een correctie."
        " Trek deze vastlegging in en leg het besluit opnieuw vast."
    ),
    refusals.DecidedByGsOnly: "Alleen Gedeputeerde Staten besluiten over trede {to_rung}.",
    refusals.MandateMissing: "Noem het mandaat waaronder is besloten.",
    refusals.DepartureMissing: (
        "Het advies is trede {advice}, niet trede {to_rung}. Geef aan waarvan u afwijkt, op welke grond en waarom."
    ),
    refusals.HalfYearNeeded: "Afsluiten en beoordelen gaat per half jaar, zoals 2024-1; dit is {period}.",
    refusals.PeriodNotOver: (
        "{period} is pas voorbij na {last_day}. Wat nog niet voorbij is, kan niet worden afgesloten."
    ),
    refusals.FiguresMissing: (
        "{period} kan niet worden afgesloten: geen officiële, gemeten cijfers geven de eindstand."
    ),
    refusals.FiguresTooEarly: (
        "De laatste officiële realisatiecijfers over {period} zijn van {day}; die van de laatste dag ontbreken nog."
    ),
    refusals.PeriodNotClosed: (
        "{period} is niet afgesloten, en kan dus niet worden beoordeeld. Sluit de periode eerst af."
    ),
    refusals.CloseUnchanged: (
        "De officiële cijfers geven over {period} dezelfde getallen als waarmee de periode is afgesloten."
    ),
    refusals.FrameworkNotInForce: (
        "Op {day} geldt geen beleidskader waarmee kan worden geoordeeld en besloten ({framework})."
    ),
    refusals.FrameworkJudgesNot: "Het beleidskader {framework} geeft geen oordeel en geen advies.",
    refusals.InterimTooLow: (
        "Een tussentijds oordeel wordt gegeven op trede 4 tot en met 6; {code} staat op trede {rung}."
    ),
    refusals.BacklogUnknown: (
        "De doorlopende achterstand op {day} is niet bekend uit officiële cijfers: een tussentijds oordeel kan niet."
    ),
    refusals.AssessmentOutdated: (
        "De beoordeling van {period} rust op andere cijfers, een andere trede of een ander beleidskader."
        " Laat die opnieuw maken."
    ),
    refusals.InterimOutdated: (
        "Er is geen tussentijds oordeel van {day} dat rust op de cijfers, de trede en het beleidskader van die dag."
        " Laat het maken."
    ),
    refusals.LaterPeriodClosed: (
        "Ook {later} is al afgesloten. Een besluit van nu rust op die periode, niet op {period}."
    ),
    refusals.NotWithThisMove: "Bij een voorstel voor {move} hoort dit niet: {what}.",
    refusals.NotAsProposed: (
        "Dit is niet wat voorstel {proposal} voorstelt. Neem het voorstel over zoals het is, of wijs het af."
    ),
    refusals.ProposalOvertaken: (
        "Voorstel {proposal} gaat uit van trede {from_rung}, maar dat is intussen trede {rung}."
        " Wijs het af en doe een nieuw voorstel."
    ),
    refusals.ProposalOpen: (
        "Over voorstel {proposal} is nog niet besloten. Neem het over, wijs het af of trek het in."
    ),
    refusals.OwnProposal: (
        "Over voorstel {proposal} besluit een ander dan wie het deed, of dan voor wie het werd gedaan."
    ),
    refusals.MandateLacking: "Over trede {rung} besluit wie deze rol heeft: {role}.",
    refusals.AlreadyFrozen: "De trede van {code} is op {day} al bevroren.",
    refusals.NotFrozen: "De trede van {code} is op {day} niet bevroren.",
    refusals.ComputedNotCorrected: (
        "Vastlegging {entry} is berekend of rust op vier ogen, en wordt niet met de hand gecorrigeerd."
        " Trek die in, of laat die opnieuw maken."
    ),
    refusals.AnotherKindOfFact: ("Vastlegging {entry} is van een andere soort. Trek die in en leg het opnieuw vast."),
    refusals.AnotherSubject: (
        "Een correctie van vastlegging {entry} gaat over hetzelfde onderwerp. Trek die in en leg het opnieuw vast."
    ),
    refusals.CannotBeWithdrawn: (
        "Vastlegging {entry} kan niet worden ingetrokken. Dat geldt voor het begin van het toezicht,"
        " voor een intrekking, en voor wat al is ingetrokken."
    ),
    refusals.NothingToCorrect: "Vastlegging {entry} luidt al precies zo.",
    refusals.InTheFuture: "{what} ({day}) ligt na vandaag. Alleen wat gebeurd is, legt u vast.",
    refusals.UnknownMunicipality: (
        "{code} staat niet in de administratie. Begin eerst het toezicht: trede open {code}."
    ),
    refusals.RealMunicipality: (
        "{code} kan een echte gemeente zijn. In voorbeeldgegevens staan alleen verzonnen gemeenten (GM9901 tot GM9999)."
    ),
    refusals.FictionalMunicipality: "{code} is een verzonnen gemeente. Die hoort alleen in voorbeeldgegevens.",
    refusals.AnnouncementMissing: (
        "Voor trede {to_rung} is eerst een vooraankondiging nodig, en die is er niet. Kondig eerst aan,"
        " of wijk af van het beleidskader en zeg waarom."
    ),
    refusals.AnnouncementTermRunning: (
        "De termijn van de vooraankondiging loopt nog tot en met {term_ends}. Wacht die af,"
        " of wijk af van het beleidskader en zeg waarom."
    ),
    refusals.ViewsNotInvited: (
        "De gemeente is niet gevraagd om haar zienswijze. Vraag erom met een vooraankondiging,"
        " of zeg waarom er spoed is."
    ),
    refusals.ViewsTermRunning: (
        "De gemeente kan tot en met {views_due} haar zienswijze geven. Wacht die dag af, of zeg waarom er spoed is."
    ),
    refusals.ViewsNotConsidered: (
        "De gemeente gaf haar zienswijze op de vooraankondiging ({announcement}), en die is nog niet afgewogen."
        " Leg eerst vast wat Gedeputeerde Staten ervan vinden."
    ),
    refusals.NoViewsGiven: (
        "Er is geen zienswijze op de vooraankondiging ({announcement}) die nog moet worden afgewogen."
    ),
    refusals.DecisionContentMissing: (
        "Trede {to_rung} vraagt een besluit tot indeplaatsstelling."
        " Noem de perioden, het aantal personen, de dag van de cijfers en de termijn."
    ),
    refusals.TermMissing: (
        "Noem een termijn waarin de gemeente nog kan voldoen ({what}): {term_ends} is daarvoor te vroeg."
    ),
    refusals.PeriodNotPast: ("Een besluit gaat over perioden die voorbij zijn; {period} is op {day} nog niet voorbij."),
    refusals.DecisionMissing: (
        "Op trede {to_rung} wordt een besluit tot indeplaatsstelling uitgevoerd, en er geldt er geen."
    ),
    refusals.DecisionNotNotified: (
        "Besluit {decision} is nog niet bekendgemaakt aan de gemeente, en werkt dus nog niet."
        " Leg eerst de bekendmaking vast."
    ),
    refusals.DecisionTermRunning: (
        "De gemeente kan nog tot en met {term_ends} aan het besluit voldoen. Wacht die dag af,"
        " of zeg waarom er spoed is."
    ),
    refusals.DecisionSuspended: (
        "De rechter heeft besluit {decision} geschorst (verzoek {relief}). Het kan nu niet worden uitgevoerd."
    ),
    refusals.SubstitutionStands: (
        "Besluit {decision} geldt nog. Afschalen kan als het is vervallen, ingetrokken of uitgevoerd."
    ),
    refusals.NotInForce: "Besluit {decision} geldt niet op {day}.",
    refusals.NotCarriedOut: (
        "Besluit {decision} wordt nog niet uitgevoerd. Dat begint als de gemeente op trede 6 komt."
    ),
    refusals.NotHousedYet: (
        "Besluit {decision} gaat over {persons} personen. Volgens de officiële cijfers zijn er daarvoor nu {housed}"
        " gehuisvest."
    ),
    refusals.NothingAmended: "Zeg wat er verandert aan besluit {decision}: perioden, personen, termijn of omvang.",
    refusals.TermNotLonger: "De termijn eindigt al op {term_ends}. Meer tijd eindigt later dan dat, niet op {given}.",
    refusals.RungTooLow: "Een {what} hoort bij trede {least} en hoger; {code} staat op trede {rung}.",
    refusals.CommandReused: "Opdracht {command} is al voor iets anders gebruikt. Neem een nieuw nummer.",
}

TERMS = {
    "conversation": "gesprek",
    "agreement": "afspraak",
    "letter": "brief",
    "request for information": "verzoek om informatie",
    "answer to the request for information": "antwoord op het verzoek om informatie",
    "plan": "verbeterplan",
    "submitted plan": "ingediend verbeterplan",
    "measure": "maatregel",
    "cause": "oorzaak",
    "document": "document",
    "proposal": "voorstel",
    "day of the assessment": "de dag van de beoordeling",
    "day of the proposal": "de dag van het voorstel",
    "day of the close": "de dag van de afsluiting",
    "day on which the rung took effect": "de ingangsdag van de trede",
    "unknown": "onbekend",
    "close": "afsluiting",
    "excusable": "verschoonbaar",
    "assessment": "beoordeling",
    "entry": "vastlegging",
    "statement of figures": "vastlegging van cijfers",
    "placement": "inschaling",
    "rung taken over": "overgenomen stand",
    "place on the ladder": "plaats op de ladder",
    "due day": "de uiterste dag",
    "planned day": "de geplande dag",
    "reporting day": "de peildatum",
    "reply day": "de dag voor het antwoord",
    "effective day": "de ingangsdag",
    "last day": "de laatste dag",
    "day of the decision": "de dag van het besluit",
    "day the municipality was told": "de dag waarop de gemeente is ingelicht",
    "announcement": "vooraankondiging",
    "carrying out": "uitvoering",
    "carrying out of decision": "uitvoering van besluit",
    "day it began": "de dag waarop de uitvoering begon",
    "day of the figures": "de dag van de cijfers",
    "decision": "besluit",
    "decision in force": "geldend besluit",
    "amendment": "wijziging",
    "notification of decision": "bekendmaking van besluit",
    "appeal": "beroep",
    "request for interim relief": "verzoek om voorlopige voorziening",
    "claim": "vordering",
    "urgency": "spoed",
    "law of the case": "indeplaatsstelling",
    "day of the announcement": "de dag van de vooraankondiging",
    "last day for views": "de laatste dag voor een zienswijze",
    "day of the views": "de dag van de zienswijze",
    "day of the considerations": "de dag van de afweging",
    "day of the extension": "de dag waarop meer tijd is gegeven",
    "day of notification": "de dag van de bekendmaking",
    "day of the amendment": "de dag van de wijziging",
    "day of the withdrawal": "de dag van de intrekking",
    "day of the lapse": "de dag waarop het besluit vervalt",
    "day it ended": "de dag waarop de uitvoering eindigde",
    "day of the appeal": "de dag van het beroep",
    "day of the request": "de dag van het verzoek",
    "day of the ruling": "de dag van de uitspraak",
    "last day of the suspension": "de laatste dag van de schorsing",
    "day of the claim": "de dag van de vordering",
    "day of the payment": "de dag van de betaling",
    "day of the corrected entry": "de dag van de gecorrigeerde vastlegging",
    "since": "de begindag",
    "what happened": "de gebeurtenis",
    "raising": "opschalen",
    "lowering": "afschalen",
    "holding": "handhaven",
    "freezing": "bevriezen",
    "unfreezing": "beëindigen van de bevriezing",
}
"""The words by which refusals name what they are about."""


ENUMS: dict[str, type[Enum]] = {"number": Number, "kind": ConversationKind, "body": DecidingBody, "role": Role}
"""The data that refusals name by the value of an enum."""


def in_dutch(refusal: Refusal) -> str:
    """The refusal as a person reads it, with the data of the rule."""
    told = SENTENCES[type(refusal)].format(**{name: _dutch(name, value) for name, value in refusal.data.items()})
    return told[:1].upper() + told[1:]


def _dutch(name: str, value: object) -> object:
    match value:
        case int():
            return int(value)
        case Enum():
            return word(value)
        case Period():
            return period(value)
        case date():
            return day(value)
        case str():
            return word(ENUMS[name](value)) if name in ENUMS else TERMS.get(value, value)
        case _:
            return value
