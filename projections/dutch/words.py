"""The Dutch word for every term of the model, and dates and numbers as Dutch people write them."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from unicodedata import normalize
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from domain.events.base import Origin, Role
from domain.events.causes import CauseKind
from domain.events.contact import Channel, ConversationKind, Level, Purpose, Side
from domain.events.figures import Number
from domain.events.judging import AdviceKind, ProposedMove, TrendVerdict
from domain.events.ladder import Basis, DecidingBody, LegalNature
from domain.events.law import Ruling, Scope
from domain.events.plan import Adopter, Horizon, Progress
from domain.events.record_keeping import Repair
from domain.events.signals import ClearedBecause, SignalCause, SignalKind
from domain.municipality.contact import Outcome
from domain.municipality.law import Ending
from domain.policy.numbers import Band
from domain.policy.obligations import ObligationKind, ObligationState
from domain.values import Classification, Nature, PartialDate, Period, Precision, Rung, SourceKind
from projections.conversations import ConversationState
from projections.subjects import Subject

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
"""A day of the model is a day here."""

TERMS: tuple[tuple[Enum, str], ...] = (
    (Rung.SIGNAL, "Signaleren"),
    (Rung.INFORMATION, "Informatie opvragen en valideren"),
    (Rung.AGREEMENTS, "Afspraken over acties met termijn"),
    (Rung.ANNOUNCEMENT, "Vooraankondiging indeplaatsstelling"),
    (Rung.SUBSTITUTION_DECIDED, "Besluit tot indeplaatsstelling"),
    (Rung.SUBSTITUTION_CARRIED_OUT, "Uitvoering indeplaatsstelling"),
    (Number.NET_TARGET, "taakstelling"),
    (Number.OPENING_BACKLOG, "beginstand"),
    (Number.CORRECTED_TARGET, "gecorrigeerde taakstelling"),
    (Number.REALISED, "gerealiseerd"),
    (Number.CLOSING_BACKLOG, "eindstand"),
    (Nature.MEASURED, "gemeten"),
    (Nature.PROVISIONAL, "voorlopig"),
    (Nature.ESTIMATE, "schatting"),
    (SourceKind.COA, "COA"),
    (SourceKind.MINISTRY, "ministerie"),
    (SourceKind.MUNICIPALITY, "gemeente"),
    (SourceKind.PROVINCE, "provincie"),
    (SourceKind.PRESS, "pers"),
    (SourceKind.OTHER, "andere bron"),
    (ConversationKind.PROGRESS, "voortgangsgesprek"),
    (ConversationKind.OFFICIAL_SUPERVISION, "ambtelijk toezichtgesprek"),
    (ConversationKind.ADMINISTRATIVE_SUPERVISION, "bestuurlijk toezichtgesprek"),
    (ConversationKind.AFTER_SIGNAL, "contact na een signaal"),
    (ConversationKind.INFORMATION_EXCHANGE, "informatie-uitwisseling"),
    (ConversationKind.MULTI_PARTY, "ketenoverleg"),
    (Purpose.PROGRESS, "voortgang"),
    (Purpose.INFORMATION, "informatie"),
    (Purpose.DEVELOPMENTS, "ontwikkelingen in de opgave"),
    (Purpose.BEST_PRACTICES, "best practices ophalen"),
    (Channel.IN_PERSON, "op locatie"),
    (Channel.VIDEO, "via beeldbellen"),
    (Channel.TELEPHONE, "per telefoon"),
    (Channel.WRITTEN, "schriftelijk"),
    (Level.OFFICIAL, "ambtelijk"),
    (Level.ADMINISTRATIVE, "bestuurlijk"),
    (Side.PROVINCE, "de provincie"),
    (Side.MUNICIPALITY, "de gemeente"),
    (Side.OTHER, "een andere partij"),
    (Outcome.OPEN, "open"),
    (Outcome.KEPT, "nagekomen"),
    (Outcome.NOT_KEPT, "niet nagekomen"),
    (ConversationState.PLANNED, "gepland"),
    (ConversationState.HELD, "gevoerd"),
    (ConversationState.CANCELLED, "niet doorgegaan"),
    (Subject.FIGURES, "cijfers"),
    (Subject.CONVERSATIONS, "gesprekken"),
    (Subject.PLAN, "plan"),
    (Subject.DECISIONS, "besluiten"),
    (Subject.DOCUMENTS, "documenten"),
    (Subject.OTHER, "overig"),
    (DecidingBody.GS, "Gedeputeerde Staten"),
    (DecidingBody.DEPUTY, "de gedeputeerde"),
    (DecidingBody.MANDATED, "een gemandateerde"),
    (Basis.WITHIN_FRAMEWORK, "ruimte in het beleidskader"),
    (Basis.AWB_4_84, "artikel 4:84 Awb"),
    (Basis.OTHER, "andere grondslag"),
    (LegalNature.PLACEMENT, "inschaling"),
    (LegalNature.AWB_DECISION, "besluit in de zin van de Awb"),
    (Scope.BACKLOG, "de achterstand"),
    (Scope.WHOLE_TASK, "de hele taak"),
    (Ending.LAPSED, "vervallen"),
    (Ending.WITHDRAWN, "ingetrokken"),
    (Ending.ANNULLED, "vernietigd"),
    (Ending.CARRIED_OUT, "uitgevoerd"),
    (Ruling.DISMISSED, "ongegrond"),
    (Ruling.INADMISSIBLE, "niet-ontvankelijk"),
    (Ruling.ANNULLED, "het besluit is vernietigd"),
    (Ruling.ANNULLED_EFFECTS_KEPT, "het besluit is vernietigd, maar de rechtsgevolgen blijven"),
    (Adopter.COLLEGE, "het college"),
    (Adopter.COUNCIL, "de gemeenteraad"),
    (Horizon.SHORT_TERM, "korte termijn"),
    (Horizon.MEDIUM_TERM, "middellange termijn"),
    (Horizon.PREVENTION, "voorkomen van herhaling"),
    (Progress.NOT_STARTED, "niet begonnen"),
    (Progress.UNDER_WAY, "bezig"),
    (Progress.DONE, "klaar"),
    (Progress.DROPPED, "vervallen"),
    (Repair.ERROR, "fout hersteld"),
    (Repair.LATER_CHANGE, "later gewijzigd"),
    (CauseKind.SUPPLY_BY_COA, "aanbod door COA"),
    (CauseKind.HOUSING_STOCK, "te weinig woningen"),
    (CauseKind.FAMILY_REUNIFICATION, "gezinshereniging"),
    (CauseKind.LARGE_HOUSEHOLDS, "grote gezinnen"),
    (CauseKind.SINGLE_PERSONS, "alleenstaanden"),
    (CauseKind.HOUSING_ASSOCIATIONS, "woningcorporaties"),
    (CauseKind.DELAYED_BUILDING, "vertraagde bouw"),
    (CauseKind.STAFF_SHORTAGE, "te weinig personeel"),
    (CauseKind.POLITICAL, "bestuurlijke keuze"),
    (CauseKind.OTHER, "andere oorzaak"),
    (Origin.SCREEN, "scherm"),
    (Origin.API, "API"),
    (Origin.IMPORT, "import"),
    (Origin.COMMAND_LINE, "opdrachtregel"),
    (Origin.RULE, "regel"),
    (Role.SUPERVISOR, "IBT-adviseur"),
    (Role.MANAGER, "manager"),
    (Role.EXECUTIVE_SECRETARY, "provinciesecretaris"),
    (Role.LEGAL, "jurist"),
    (Role.REPORTING, "medewerker rapportage"),
    (Role.AUDITOR, "auditor"),
    (Role.ADMINISTRATOR, "beheerder"),
    (Band.ON_SCHEDULE, "op schema"),
    (Band.SOMEWHAT_BEHIND, "iets achter op schema"),
    (Band.BEHIND, "achter op schema"),
    (TrendVerdict.UNDETERMINED, "niet te bepalen"),
    (TrendVerdict.NO_BACKLOG, "geen achterstand"),
    (TrendVerdict.GROWING, "groeiend"),
    (TrendVerdict.IMPROVING, "verbeterend"),
    (TrendVerdict.STAGNANT, "stagnerend"),
    (AdviceKind.RAISE, "opschalen"),
    (AdviceKind.HOLD, "handhaven"),
    (AdviceKind.LOWER, "afschalen"),
    (ProposedMove.RAISE, "opschalen"),
    (ProposedMove.LOWER, "afschalen"),
    (ProposedMove.HOLD, "handhaven"),
    (ProposedMove.FREEZE, "bevriezen"),
    (ProposedMove.UNFREEZE, "bevriezing beëindigen"),
    (SignalKind.BACKLOG_THREATENS, "achterstand dreigt"),
    (SignalKind.BACKLOG_MAY_GROW, "achterstand dreigt te groeien"),
    (SignalCause.FORECAST, "doorrekening bij het huidige tempo"),
    (SignalCause.PACE_GAP, "achterstand op het schema"),
    (ClearedBecause.PASSED, "de cijfers geven er geen aanleiding meer toe"),
    (ClearedBecause.PERIOD_OVER, "de periode is voorbij"),
    (ClearedBecause.OVERTAKEN, "een ander signaal kwam ervoor in de plaats"),
    (ClearedBecause.SUPERVISION_CLOSED, "het toezicht op de gemeente is beëindigd"),
    (ObligationKind.SUPERVISORY_CONTACT, "toezichtcontact"),
    (ObligationKind.SUPERVISION_CONVERSATION, "toezichtgesprek"),
    (ObligationKind.CONTACT_AFTER_SIGNAL, "contact na een signaal"),
    (ObligationKind.INFORMATION, "gevraagde informatie"),
    (ObligationKind.PLAN_REQUESTED, "verbeterplan vragen"),
    (ObligationKind.PLAN_SUBMITTED, "verbeterplan indienen"),
    (ObligationKind.PLAN_ADOPTED, "verbeterplan vaststellen"),
    (ObligationKind.MEASURE, "maatregel"),
    (ObligationKind.MILESTONE, "mijlpaal"),
    (ObligationKind.AGREEMENT, "afspraak"),
    (ObligationKind.ASSESSMENT, "beoordeling"),
    (ObligationKind.ANNOUNCEMENT_TERM, "termijn van de vooraankondiging"),
    (ObligationKind.DECISION_TERM, "termijn van het besluit"),
    (ObligationKind.APPEAL_TERM, "beroepstermijn"),
    (ObligationKind.FIGURES, "cijfers inlezen"),
    (ObligationState.OVERDUE, "te laat"),
    (ObligationState.DUE_SOON, "binnenkort"),
    (ObligationState.OPEN, "open"),
    (ObligationState.FULFILLED, "nagekomen"),
    (ObligationState.LAPSED, "vervallen"),
    (Classification.OPEN, "openbaar"),
    (Classification.INTERNAL, "intern"),
    (Classification.CONFIDENTIAL, "vertrouwelijk"),
    (Classification.SECRET, "geheim"),
)

WORDS = {(type(term), term): dutch for term, dutch in TERMS}
"""By type as well: two terms of different kinds can be written the same, and then they count as equal."""


def word(term: Enum) -> str:
    """The Dutch word for a term of the model."""
    return WORDS[type(term), term]


def rung_name(rung: Rung) -> str:
    """A rung as it is named in a sentence: ``trede 3 (Afspraken over acties met termijn)``."""
    return f"trede {rung.value} ({word(rung)})"


def day(given: date) -> str:
    """A day in full: ``1 januari 2026``."""
    return format_date(given, "d MMMM y", locale="nl")


def short_day(given: PartialDate) -> str:
    """A day as tables show it: ``1 jan 2026``, ``jan 2026``, ``2026``, or a dash."""
    first = given.first_day
    if first is None:
        return "–"
    pattern = {Precision.DAY: "d MMM y", Precision.MONTH: "MMM y"}.get(given.precision, "y")
    return format_date(first, pattern, locale="nl").replace(".", "")


def partial(given: PartialDate) -> str:
    """A day as far as it is known: ``1 januari 2026``, ``januari 2026``, ``2026``, ``dag onbekend``."""
    first = given.first_day
    if first is None:
        return "dag onbekend"
    pattern = {Precision.DAY: "d MMMM y", Precision.MONTH: "MMMM y"}.get(given.precision, "y")
    return format_date(first, pattern, locale="nl")


def moment(given: datetime) -> str:
    """A moment, in Dutch time: ``1 januari 2026 16:40``."""
    return format_datetime(given.astimezone(AMSTERDAM), "d MMMM y HH:mm", locale="nl")


def period(given: Period) -> str:
    """A period in words: ``de eerste helft van 2024``, ``heel 2024``."""
    return (
        f"heel {given.year}"
        if given.half is None
        else f"de {('eerste', 'tweede')[given.half - 1]} helft van {given.year}"
    )


def number(given: float) -> str:
    """A number with its thousands marked: ``1.377``, ``0,5``."""
    return format_decimal(given, locale="nl")


def euros(cents: int) -> str:
    """An amount in euro cents as money, its sign and number kept on one line: ``€ 12.500,00``."""
    return format_currency(Decimal(cents) / 100, "EUR", locale="nl")


def persons(given: int) -> str:
    """A number of persons: ``1 persoon``, ``12 personen``."""
    return f"{number(given)} {'persoon' if given == 1 else 'personen'}"


def balance(given: int) -> str:
    """A backlog or a lead in words: ``achterstand van 12``, ``voorsprong van 3``, ``geen achterstand``."""
    if given == 0:
        return "geen achterstand"
    return f"achterstand van {number(given)}" if given > 0 else f"voorsprong van {number(-given)}"


def arithmetic(told: str) -> str:
    """A sum that does not come out, as the policy tells it, in Dutch: ``50 + 7 = 57, niet 58``."""
    return told.replace(", not ", ", niet ")


def listed(parts: list[str]) -> str:
    """Words one after the other: ``a, b en c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} en {parts[-1]}" if parts else ""


@lru_cache(maxsize=2_000)
def alphabetical(name: str) -> str:
    """Where a name stands in a Dutch list, whatever its capitals and accents: ``'s-Gravenhage`` under the s."""
    return "".join(each for each in normalize("NFKD", name.casefold()) if each.isalnum() or each == " ")
