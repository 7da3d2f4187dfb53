"""The record itself: whether what it tells is real."""

from domain.events.base import Fact
from domain.values import Label

RECORD = "record"
"""The stream of what is said of the record itself."""


class DemoDeclared(Fact):
    """The record is a demo, with a province that does not exist; that counts only as the first entry of all."""

    TOPIC = "record.declared-demo.v1"
    province: Label
