"""How safely the record is kept, in words: its backups and the archive between them."""

from domain.ledger.backup.standing import BackupStanding
from projections.dutch.words import moment, number


def in_words(standing: BackupStanding) -> str:
    """Which backup is the last, and how the archive goes on from it."""
    if standing.last is None:
        return "Er is nog geen reservekopie gemaakt. Maak er een met: trede backup MAP"
    last = f"De laatste reservekopie is van {moment(standing.last.made_at)}: {standing.last.folder}."
    size = number(standing.size // 1_000_000)
    return f"{last} Het archief gaat vanaf daar door, in {standing.folder} ({size} MB)."


def warning(standing: BackupStanding) -> str | None:
    """What is wrong with the archive, and what to do; None when nothing is."""
    if standing.folder is None:
        return "Het archief staat uit. Het gaat aan als de database opnieuw start: stop elk programma van Trede."
    if standing.failing_since is not None:
        return (
            f"Het archief in {standing.folder} lukt niet sinds {moment(standing.failing_since)}."
            " Is de map er, en is er ruimte (1 GB)? Vastleggen gaat door. Waarom het misgaat, staat in postgres.log."
        )
    if standing.hole is not None:
        return (
            f"In het archief ontbreekt het stuk {standing.hole.name}: latere momenten zijn niet te herstellen."
            " Maak een nieuwe reservekopie: trede backup MAP"
        )
    return None
