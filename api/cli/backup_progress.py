"""How far a backup or a restore is, on the bar of the command line."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.cli.progress import progress_bar
from domain.ledger.backup.progress import Progress, Stage

WORDS = {
    Stage.COPYING: ("Kopiëren, in MB", 1000),
    Stage.CHECKING: ("De kopie nalopen", 1),
    Stage.PUTTING_BACK: ("Terugzetten, in MB", 1_000_000),
    Stage.REPLAYING: ("Het archief inlezen, in stukken van 16 MB", 1),
    Stage.VERIFYING: ("De vastleggingen nalopen", 1),
}
"""What people call each stage, and by how much its counts are divided to be read."""


@contextmanager
def backup_bar(*, quiet: bool) -> Iterator[Progress]:
    """A bar to work under, told by the work itself."""
    with progress_bar(quiet=quiet) as bar:
        task = bar.add_task("", total=None)

        def heard(stage: Stage, done: int, total: int) -> None:
            what, by = WORDS[stage]
            bar.update(task, description=what, completed=done // by, total=total // by or None)

        yield heard
