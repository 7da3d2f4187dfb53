"""Every fact that can be recorded, one module per subject. Importing this package makes every topic known."""

from domain.events import (
    case,
    causes,
    contact,
    documents,
    figures,
    figures_import,
    framework,
    information,
    judging,
    ladder,
    periods,
    person,
    plan,
    record,
    record_keeping,
    signals,
)

__all__ = [
    "case",
    "causes",
    "contact",
    "documents",
    "figures",
    "figures_import",
    "framework",
    "information",
    "judging",
    "ladder",
    "periods",
    "person",
    "plan",
    "record",
    "record_keeping",
    "signals",
]
