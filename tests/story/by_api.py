"""The story, told by a script that calls the API."""

from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any

from httpx import Response

from api.store.uploads import State
from domain.events.base import Role
from tests.api.rest.calling import Calling
from tests.api.rest.test_imports import done, previewed
from tests.story.script import CODE, MEASURES, NAME, Move

HEADER = "peildatum;gemeentecode;gemeente;periode;taakstelling;beginstand;gerealiseerd;bron"
GROUNDS = "Zo volgt het uit de cijfers en de gesprekken."


@dataclass
class Clock:
    """Tells the day of the story."""

    day: date

    def __call__(self) -> date:
        """The day it is."""
        return self.day


@dataclass
class ByApi:
    """Each step is a call; ``ids`` are what the calls before it gave names to."""

    api: Calling
    clock: Clock
    ids: dict[str, str] = field(default_factory=dict)
    measures: tuple[str, ...] = ()

    # The case and its figures

    def opens(self) -> None:
        self._sent(self.api.post("/municipalities", {"code": CODE, "name": NAME}, Role.MANAGER))
        person = self.api.persons[Role.SUPERVISOR]
        self._post("/supervisors", {"supervisor": person}, Role.MANAGER)

    def imports(
        self, period: str, *rows: tuple[str, int], target: int | None = None, opening: int | None = None
    ) -> None:
        told = [
            f"{day};{CODE};{NAME};{period};{or_nothing(target)};{or_nothing(opening)};{realised};COA"
            for day, realised in rows
        ]
        content = "\n".join((HEADER, *told, ""))
        assert done(self.api, previewed(self.api, content)["id"])["state"] == State.DONE
        previewed(self.api, content)  # files are worked on in turn: by then the signals of the one before are weighed

    def closes(self, period: str) -> None:
        answer = self._sent(self.api.post(f"/periods/{period}/closings", {"codes": [CODE]}))
        assert answer["outcomes"][0]["refusal"] is None

    def decides(self, move: Move) -> None:
        body: dict[str, Any] = {
            "move": move.move,
            "toRung": move.to_rung,
            "effectiveOn": self.clock.day.isoformat(),
            "until": move.until,
            "period": move.period,
            "grounds": move.grounds,
            "excusable": move.excusable,
            "urgent": move.urgent,
        }
        if move.departs_from:
            body["departure"] = {
                "departsFrom": move.departs_from,
                "basis": "within-framework",
                "circumstances": "De gemeente heeft dit met stukken laten zien.",
            }
        if announced := move.announced:
            body["announcing"] = {
                "termEnds": announced.term_ends,
                "viewsDue": announced.views_due,
                "periods": announced.periods,
                "persons": announced.persons,
            }
        if decided := move.decided:
            body["deciding"] = {
                "periods": decided.periods,
                "persons": decided.persons,
                "figuresDay": decided.figures_day,
                "termEnds": decided.term_ends,
            }
        asked = {name: value for name, value in body.items() if value is not None}
        number = self._guarded("/proposals", asked)["proposal"]
        self._guarded(f"/proposals/{number}/adoption", {}, Role(move.adopted_by))

    # Contact and information

    def converses(self, kind: str, agreement: tuple[str, str] | None = None) -> None:
        agreed = [{"what": agreement[0], "due": agreement[1]}] if agreement else []
        told = self._post("/conversations", {"kind": kind, "summary": "Besproken.", "agreements": agreed})
        if agreement:
            (self.ids["agreement"],) = told["agreements"]

    def keeps_agreement(self) -> None:
        self._post(f"/agreements/{self.ids['agreement']}/outcomes", {"outcome": "kept"})

    def asks_information(self, due: str) -> None:
        told = self._post("/information-requests", {"what": "Een overzicht van de locaties.", "due": due})
        self.ids["request"] = told["request"]

    def receives_information(self) -> None:
        self._post(f"/information-requests/{self.ids['request']}/answers", {"summary": "Zes locaties."})

    # The plan

    def asks_plan(self) -> None:
        self.ids["plan"] = self._post("/plans", {})["plan"]

    def submits_plan(self, measures: tuple[tuple[str, str], ...], milestone: tuple[str, int]) -> None:
        day, persons = milestone
        body = {
            "measures": [{"horizon": horizon, "what": f"maatregel {horizon}", "due": due} for horizon, due in measures],
            "milestones": [{"day": day, "persons": persons}],
            "backlogClearedBy": "2025-12-31",
        }
        self.measures = tuple(self._guarded(f"/plans/{self.ids['plan']}/versions", body)["measures"])
        assert len(self.measures) == len(MEASURES)

    def approves_plan(self) -> None:
        good = dict.fromkeys(("sufficient", "executable", "shortTerm", "mediumTerm", "prevention"), True)
        self._guarded(f"/plans/{self.ids['plan']}/assessments", {**good, "findings": "Uitvoerbaar."})

    def adopts_plan(self) -> None:
        self._guarded(f"/plans/{self.ids['plan']}/adoptions", {"by": "college"})

    def finishes_measure(self, number: int) -> None:
        body = {"measure": self.measures[number - 1], "progress": "done"}
        self._post(f"/plans/{self.ids['plan']}/progress-reports", body)

    # The law

    def receives_views(self) -> None:
        self._post(f"/announcements/{self._announcement}/views", {"summary": "De gemeente vraagt meer tijd."})

    def hears_views(self) -> None:
        body = {"summary": "De wethouder lichtte het toe.", "oral": True}
        self._post(f"/announcements/{self._announcement}/views", body)

    def considers_views(self) -> None:
        body = {"considerations": "GS geven een maand meer tijd."}
        self._post(f"/announcements/{self._announcement}/considerations", body)

    def notifies_decision(self) -> None:
        self._post(f"/decisions/{self._decision}/notification", {})

    def confirms_lapse(self) -> None:
        self._post(f"/decisions/{self._decision}/lapse", {}, Role.EXECUTIVE_SECRETARY)

    def ends_substitution(self) -> None:
        self._guarded(f"/decisions/{self._decision}/end", {"summary": "Iedereen woont."}, Role.EXECUTIVE_SECRETARY)

    def claims_costs(self, cents: int, due: str) -> None:
        body = {"cents": cents, "due": due}
        told = self._post(f"/decisions/{self._decision}/claims", body, Role.EXECUTIVE_SECRETARY)
        self.ids["claim"] = told["claim"]

    def recovers_costs(self, cents: int) -> None:
        self._post(f"/claims/{self.ids['claim']}/payments", {"cents": cents})

    # What is told

    def obligations(self) -> list[dict[str, Any]]:
        """All obligations of the municipality, on the day it is."""
        position = str(self.api.ledger.head().position)
        answer = self.api.get(
            f"/municipalities/{CODE}/obligations",
            headers={"X-Trede-Position": position},
            params={"limit": 200, "state": "all"},
        )
        found: list[dict[str, Any]] = self._sent(answer, HTTPStatus.OK)["items"]
        return found

    @property
    def _announcement(self) -> str:
        return str(next(iter(self.api.ledger.municipality(CODE).law.announcements)))

    @property
    def _decision(self) -> str:
        law = self.api.ledger.municipality(CODE).law
        return str(max(law.decisions.values(), key=lambda each: each.version).decision)

    def _post(self, path: str, body: object, by: Role = Role.SUPERVISOR) -> Any:  # noqa: ANN401 - whatever JSON says
        return self._sent(self.api.post_in(CODE, path, body, by))

    def _guarded(self, path: str, body: object, by: Role = Role.SUPERVISOR) -> Any:  # noqa: ANN401 - whatever JSON says
        return self._sent(self.api.post_in(CODE, path, body, by, seen=self.api.version(CODE)))

    @staticmethod
    def _sent(answer: Response, status: HTTPStatus = HTTPStatus.CREATED) -> Any:  # noqa: ANN401 - whatever JSON says
        assert answer.status_code == status, answer.text
        return answer.json()


def or_nothing(number: int | None) -> str:
    return "" if number is None else str(number)
