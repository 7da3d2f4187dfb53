"""The bar that shows how far long work is: on a terminal only, and gone when the work is done."""

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api.cli.desk import messages

COLUMNS = (
    SpinnerColumn(),
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
)


def progress_bar(*, quiet: bool) -> Progress:
    """A bar to work under, as a context."""
    return Progress(*COLUMNS, console=messages, transient=True, disable=quiet or not messages.is_terminal)
