"""A year of national daily figures as a file, as a source would send it; invented, for municipalities that are not."""

from datetime import date, timedelta
from pathlib import Path

from domain.values import Period
from tests.bench.country import MUNICIPALITIES, Place

YEAR = 2023
TODAY = date(2024, 1, 2)
"""The day on which the file is imported."""
HEADER = (
    "peildatum;gemeentecode;gemeente;periode;taakstelling;beginstand;gecorrigeerde_taakstelling;gerealiseerd;bron\n"
)


def national_year(path: Path, days: int = 365) -> int:
    """Write the file; answers how many rows it has. A row for each municipality and day."""
    places = [Place.of(number) for number in range(MUNICIPALITIES)]
    day, period = date(YEAR, 1, 1), Period(YEAR, 1)
    begin(places)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for _ in range(days):
            if day not in period:
                for place in places:
                    place.end(period)
                period = period.next
                begin(places)
            file.writelines(line(place, day, period) for place in places)
            day += timedelta(days=1)
    return days * MUNICIPALITIES


def begin(places: list[Place]) -> None:
    """All municipalities go into a half year."""
    for place in places:
        place.begin()


def line(place: Place, day: date, period: Period) -> str:
    """What a municipality's figures are on a day."""
    corrected = place.target + place.opening
    return (
        f"{day};{place.code};Gemeente {place.code[2:]};{period};"
        f"{place.target};{place.opening};{corrected};{place.realised(period, day)};COA\n"
    )
