"""What corrects and withdraws the entries of one stream, and which of them therefore no longer stand."""

from collections.abc import Iterable

from domain.events.base import Entry
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn, RecordKeepingEvent
from domain.values import PartialDate


class Amendments:
    """The corrections and withdrawals among some entries of one stream; what does not come before them they leave."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._about: dict[int, int] = {}
        self._of: dict[int, list[Entry]] = {}
        for entry in entries:
            if isinstance(entry.fact, RecordKeepingEvent) and entry.fact.entry < entry.version:
                self._about[entry.version] = entry.fact.entry
                self._of.setdefault(entry.fact.entry, []).append(entry)

    def of(self, version: int) -> tuple[int, ...]:
        """Every entry that ever corrected or withdrew this one."""
        return tuple(each.version for each in self._of.get(version, ()))

    def original(self, version: int) -> int:
        """The entry that an amendment comes down to; any other entry itself."""
        while version in self._about:
            version = self._about[version]
        return version

    @property
    def amending(self) -> tuple[int, ...]:
        """The amendments, in order."""
        return tuple(sorted(self._about))

    @property
    def amended(self) -> tuple[int, ...]:
        """The entries that were corrected or withdrawn, in order, without the amendments among them."""
        return tuple(sorted(set(map(self.original, self._about))))

    def struck_by(self, version: int) -> tuple[int, ...]:
        """What makes that an entry no longer stands: the amendment of it that counts, or that in the place of it."""
        if counts := self.counting(version):
            return (counts.version,)
        if version in self._about:
            instead = self.counting(self._about[version])
            return (instead.version,) if instead and instead.version != version else ()
        return ()

    def counting(self, version: int) -> Entry | None:
        """The amendment of an entry that counts: its withdrawal, else the last correction that was not withdrawn."""
        amendments = self._of.get(version, ())
        for each in amendments:
            if isinstance(each.fact, EntryWithdrawn):
                return each
        stand = [each for each in amendments if self.counting(each.version) is None]
        return stand[-1] if stand else None

    def happened_on(self, entry: Entry) -> PartialDate:
        """When an entry happened, as it now reads; as it was recorded when it was withdrawn."""
        counts = self.counting(entry.version)
        corrected = counts.fact if counts else None
        return corrected.replacement_happened_on if isinstance(corrected, EntryCorrected) else entry.about.happened_on
