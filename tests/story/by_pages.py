"""The story, told by two colleagues and their manager in a browser: every step is a form that they fill in and send."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from domain.events.base import Role
from domain.policy.obligations import Obligation, obligations
from projections.dossier import happened_by
from projections.dutch.words import day
from tests.story.by_api import HEADER, Clock, or_nothing
from tests.story.script import CODE, NAME, Decided, Move
from tests.web.browsing import Browsing, Site

CASE = f"/gemeenten/{CODE}"
ROAD = f"{CASE}/indeplaatsstelling"


@dataclass
class ByPages:
    """Each step goes through the page that a colleague would use; one page per role stays open all the time."""

    site: Site
    browsing: Browsing
    clock: Clock
    pages: dict[Role, Page] = field(default_factory=dict)

    # The case and its figures

    def opens(self) -> None:
        with self._form(f"{CASE.removesuffix(CODE)}nieuw", Role.MANAGER, "Toezicht beginnen") as page:
            _fill(page, gemeente=CODE, naam=NAME)
        page = self._at("/adviseurs", Role.MANAGER)
        page.locator(f"input[name=gemeente][value={CODE}]").check()
        page.locator("select[name=aan]").select_option(label="Collega supervisor")
        page.get_by_role("button", name="Draag de gekozen gemeenten over").click()
        expect(page.get_by_role("status").first).to_be_visible()

    def imports(
        self, period: str, *rows: tuple[str, int], target: int | None = None, opening: int | None = None
    ) -> None:
        told = [
            f"{day};{CODE};{NAME};{period};{or_nothing(target)};{or_nothing(opening)};{realised};COA"
            for day, realised in rows
        ]
        content = "\n".join((HEADER, *told, "")).encode()
        page = self._at("/import", Role.SUPERVISOR)
        for recorded in (True, False):  # files are worked on in turn: the second one waits until signals are weighed
            page.goto("/import")
            file = FilePayload(name=f"cijfers {period} {len(rows)}.csv", mimeType="text/csv", buffer=content)
            page.get_by_label("Bestand met cijfers").set_input_files([file])
            page.get_by_role("button", name="Bekijk wat er verandert").click()
            page.get_by_role("heading", name="Wat dit bestand verandert").wait_for()
            if recorded:
                page.get_by_role("button", name="Leg ").click()
                page.get_by_role("heading", name="Rapport van de import").wait_for()

    def closes(self, period: str) -> None:
        page = self._at(f"/beoordeling/{period}/afsluiten", Role.SUPERVISOR)
        page.get_by_role("button", name="Sluit de periode af voor 1 gemeente").click()
        expect(page.get_by_role("status").first).to_contain_text("is afgesloten")

    def decides(self, move: Move) -> None:
        if move.move == "hold" and move.decided:  # the pages have a form of its own for a further decision
            self._decides_further(move.decided)
            return
        path = f"/beoordeling/{move.period}/voorstellen?gemeente={CODE}"
        with self._form(path, Role.SUPERVISOR, "Leg het voorstel vast") as page:
            chosen = f"{move.move}-{move.to_rung}" if move.to_rung else move.move
            page.locator(f"#{CODE}-besluit").select_option(chosen)
            page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
            told = {"gronden": move.grounds, "tot": move.until, "verschoonbaar": move.excusable, "spoed": move.urgent}
            if move.departs_from:
                told |= {"wijkt-af-van": move.departs_from, "omstandigheden": "De gemeente heeft dit laten zien."}
                page.locator(f"#{CODE}-grondslag").select_option("within-framework")
            if letter := move.announced:
                told |= {"brief-termijn": letter.term_ends, "brief-zienswijze": letter.views_due}
                told |= {"brief-personen": str(letter.persons)}
                _tick(page, f"{CODE}-brief-periode", letter.periods)
            if decided := move.decided:
                told |= {"besluit-personen": str(decided.persons), "besluit-cijfers": decided.figures_day}
                told |= {"besluit-termijn": decided.term_ends}
                _tick(page, f"{CODE}-besluit-periode", decided.periods)
            _fill(page, **{f"{CODE}-{name}": value for name, value in told.items() if value is not None})
        page = self._at("/voorstellen", Role(move.adopted_by))
        page.locator(f"a[href^='/voorstellen/{CODE}/']").first.click()
        page.get_by_role("button", name=": vaststellen").click()
        expect(page.get_by_role("status").first).to_be_visible()

    def _decides_further(self, decided: Decided) -> None:
        with self._form(f"{ROAD}/besluit", Role.EXECUTIVE_SECRETARY, "Vastleggen") as page:
            _tick(page, "besluit-periode", decided.periods)
            told = {"besluit-personen": str(decided.persons), "besluit-cijfers": decided.figures_day}
            _fill(page, **told, **{"besluit-termijn": decided.term_ends})

    # Contact and information

    def converses(self, kind: str, agreement: tuple[str, str] | None = None) -> None:
        with self._form(f"{CASE}/gesprekken/nieuw?soort={kind}", Role.SUPERVISOR, "Gesprek vastleggen") as page:
            page.locator("select[name=soort]").select_option(kind)
            _fill(page, gezegd="Besproken.")
            if agreement:
                _fill(page, **{"afspraak-1-wat": agreement[0], "afspraak-1-dag": agreement[1]})

    def keeps_agreement(self) -> None:
        identity = next(iter(self.site.ledger.municipality(CODE).contact.agreements))
        with self._form(f"{CASE}/afspraken/{identity}", Role.SUPERVISOR, "Vastleggen") as page:
            page.get_by_label("Nagekomen", exact=True).check()

    def asks_information(self, due: str) -> None:
        with self._form(f"{CASE}/informatie/vragen", Role.SUPERVISOR, "Vastleggen") as page:
            _fill(page, wat="Een overzicht van de locaties.", uiterlijk=due)

    def receives_information(self) -> None:
        identity = next(iter(self.site.ledger.municipality(CODE).requests))
        with self._form(f"{CASE}/informatie/{identity}/ontvangen", Role.SUPERVISOR, "Vastleggen") as page:
            page.get_by_label("Ja, alles is er").check()

    # The plan

    def asks_plan(self) -> None:
        with self._form(f"{CASE}/plan/vragen", Role.SUPERVISOR, "Vastleggen") as page:
            _fill(page, uiterlijk="")

    def submits_plan(self, measures: tuple[tuple[str, str], ...], milestone: tuple[str, int]) -> None:
        with self._form(f"{CASE}/plan/{self._plan}/versie", Role.SUPERVISOR, "Plan vastleggen") as page:
            for number, (horizon, due) in enumerate(measures, 1):
                if not page.locator(f"[name=maatregel-{number}-wat]").is_visible():
                    page.get_by_role("button", name="Nog een maatregel").click()
                page.locator(f"[name=maatregel-{number}-horizon]").select_option(horizon)
                at = f"maatregel-{number}"
                _fill(page, **{f"{at}-wat": f"maatregel {number}", f"{at}-dag": due})
            if not page.locator("[name=mijlpaal-1-dag]").is_visible():
                page.get_by_role("button", name="Nog een mijlpaal").click()
            told = {"mijlpaal-1-dag": milestone[0], "mijlpaal-1-personen": str(milestone[1])}
            _fill(page, **{"achterstand-weg": "2025-12-31"}, **told)

    def approves_plan(self) -> None:
        with self._form(f"{CASE}/plan/{self._plan}/beoordelen", Role.SUPERVISOR, "Vastleggen") as page:
            for box in page.locator("input[name=bevat]").all():
                box.check()
            page.locator("input[name=oordeel]").first.check()
            _fill(page, bevindingen="Uitvoerbaar.")

    def adopts_plan(self) -> None:
        with self._form(f"{CASE}/plan/{self._plan}/vaststellen", Role.SUPERVISOR, "Vaststelling vastleggen") as page:
            page.locator("input[name=door][value=college]").check()

    def finishes_measure(self, number: int) -> None:
        content = self.site.ledger.municipality(CODE).plans[self._plan].content
        assert content
        measure = content.measures[number - 1].measure
        with self._form(
            f"{CASE}/plan/{self._plan}/voortgang/{measure}", Role.SUPERVISOR, "Voortgang vastleggen"
        ) as page:
            page.locator("input[name=stand][value=done]").check()

    # The law

    def receives_views(self) -> None:
        with self._form(f"{ROAD}/zienswijze", Role.SUPERVISOR, "Vastleggen") as page:
            _fill(page, samenvatting="De gemeente vraagt meer tijd.")

    def hears_views(self) -> None:
        with self._form(f"{ROAD}/zienswijze-gehoord", Role.SUPERVISOR, "Vastleggen") as page:
            _fill(page, samenvatting="De wethouder lichtte het toe.")

    def considers_views(self) -> None:
        with self._form(f"{ROAD}/zienswijze-weging", Role.SUPERVISOR, "Vastleggen") as page:
            _fill(page, overwegingen="Gedeputeerde Staten geven een maand meer tijd.")

    def notifies_decision(self) -> None:
        with self._form(f"{ROAD}/bekendmaking", Role.SUPERVISOR, "Vastleggen"):
            pass

    def confirms_lapse(self) -> None:
        with self._form(f"{ROAD}/vervallen", Role.EXECUTIVE_SECRETARY, "Vastleggen"):
            pass

    def ends_substitution(self) -> None:
        with self._form(f"{ROAD}/beeindiging", Role.EXECUTIVE_SECRETARY, "Vastleggen") as page:
            _fill(page, samenvatting="Alle personen van het besluit wonen in de gemeente.")

    def claims_costs(self, cents: int, due: str) -> None:
        with self._form(f"{ROAD}/kosten", Role.EXECUTIVE_SECRETARY, "Vastleggen") as page:
            _fill(page, bedrag=f"{cents // 100},{cents % 100:02}", **{"betalen-op": due})

    def recovers_costs(self, cents: int) -> None:
        with self._form(f"{ROAD}/betaling", Role.EXECUTIVE_SECRETARY, "Vastleggen") as page:
            _fill(page, bedrag=f"{cents // 100},{cents % 100:02}")

    # What is told

    def obligations(self) -> list[dict[str, Any]]:
        """All obligations, as the record has them; the worklist has to show as many that still stand."""
        day, found = self.clock.day, self.site.ledger.municipality(CODE)
        known = happened_by(found, day)
        assert known
        owed = obligations(known, day, self.site.running.frameworks.found_in_force)
        self._shows([each for each in owed if each.stands])
        return [
            {"kind": each.kind, "state": each.state, "due": {"day": str(each.due.day) if each.due else None}}
            for each in owed
        ]

    def _shows(self, owed: list[Obligation]) -> None:
        """The worklist of the supervisor shows each of them with its day."""
        page = self._at("/vandaag?van=mij", Role.SUPERVISOR)
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
        shown = page.locator("main").inner_text()
        for each in owed:
            assert each.due is None or day(each.due.day) in shown, f"{each.kind}: {shown}"

    @property
    def _plan(self) -> Any:  # noqa: ANN401 - an id
        return next(iter(self.site.ledger.municipality(CODE).plans))

    def _at(self, path: str, by: Role) -> Page:
        if by not in self.pages:
            self.pages[by] = self.browsing.signed_in(by)
        page = self.pages[by]
        page.goto(path)
        return page

    @contextmanager
    def _form(self, path: str, by: Role, button: str) -> Iterator[Page]:
        """A page with a form, to be filled in; it is sent afterwards, and nothing is wrong with it."""
        page = self._at(path, by)
        yield page
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("status").first, f"{path}: {page.locator('main').inner_text()[:600]}").to_be_visible()


def _fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name='{name}']").fill(value)


def _tick(page: Page, name: str, values: tuple[str, ...]) -> None:
    """Tick these boxes of a name, and no others."""
    for box in page.locator(f"input[name='{name}']").all():
        box.set_checked(box.get_attribute("value") in values)
