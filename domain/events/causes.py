"""Why a municipality is behind, as noted by people; never computed."""

from enum import StrEnum

from domain.events.base import MunicipalityEvent
from domain.values import CauseId, ConversationId, Period, Sealed


class CauseKind(StrEnum):
    """What a cause is about."""

    SUPPLY_BY_COA = "supply-by-coa"
    HOUSING_STOCK = "housing-stock"
    FAMILY_REUNIFICATION = "family-reunification"
    LARGE_HOUSEHOLDS = "large-households"
    SINGLE_PERSONS = "single-persons"
    HOUSING_ASSOCIATIONS = "housing-associations"
    DELAYED_BUILDING = "delayed-building"
    STAFF_SHORTAGE = "staff-shortage"
    POLITICAL = "political"
    OTHER = "other"


class CauseNoted(MunicipalityEvent):
    """A cause of a backlog was noted."""

    TOPIC = "municipality.cause-noted.v1"
    cause: CauseId
    kind: CauseKind
    period: Period | None = None
    conversation: ConversationId | None = None
    note: Sealed | None = None
