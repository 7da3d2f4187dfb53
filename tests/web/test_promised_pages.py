"""Requests for information and agreements: what is awaited, what came of it, and the forms that record it."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from domain.decisions.contact import change_agreement, keep_agreement, make_agreement
from domain.decisions.information import receive_information, request_information, validate_information
from domain.events.base import Role
from domain.events.contact import AgreementChanged, AgreementMade, Side
from domain.events.documents import DocumentFiled
from domain.events.information import InformationReceived, InformationRequested, InformationValidated
from domain.values import RequestId
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.dossiers import PDF, Dossier, promise, text
from tests.web.promising import as_sent, facts, visiting
from tests.web.visitor import Visitor, words

MAY = date(2024, 5, 1)


@pytest.fixture(scope="module")
def visitor(site: Site) -> Iterator[Visitor]:
    with visiting(site) as arrived:
        yield arrived


def information(told: Dossier, *more: str) -> str:
    return "/".join([f"/gemeenten/{told.code}/informatie", *more])


def agreements(told: Dossier, *more: str) -> str:
    return "/".join([f"/gemeenten/{told.code}/afspraken", *more])


def asked(told: Dossier, what: str, due: date) -> RequestId:
    request = RequestId(f"request-{uuid4()}")
    told.record(request_information, MAY, request_id=request, what=text(what), due=due)
    return request


def test_what_is_awaited_comes_first_and_the_first_line_says_how_it_stands(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    assert "Er is geen informatie gevraagd aan Waterveen." in words(visitor.get(information(told)))
    done = asked(told, "Een lijst van locaties", date(2024, 5, 20))
    come = {"summary": text("Zes locaties."), "complete": True}
    told.record(receive_information, date(2024, 5, 10), request_id=done, **come)
    page = words(visitor.get(information(told)))
    assert "Informatie van Waterveen: 1 antwoord wacht op controle." in page
    told.record(validate_information, date(2024, 5, 12), request_id=done, sound=False, findings=text("Twee te oud."))
    assert "Informatie van Waterveen: 1 antwoord klopt niet." in words(visitor.get(information(told)))
    told.record(validate_information, date(2024, 5, 14), request_id=done, sound=True, findings=text("Toch goed."))
    assert "Waterveen gaf alle gevraagde informatie, en die klopt." in words(visitor.get(information(told)))
    asked(told, "De planning", date(2024, 6, 2))
    page = words(visitor.get(information(told)))
    assert "Informatie van Waterveen: 1 verzoek is te laat." in page
    assert page.index("De planning") < page.index("Een lijst van locaties")
    assert "Te laat · gevraagd 1 mei 2024, uiterlijk 2 juni 2024" in page
    assert "10 mei 2024: alles kwam binnen. Zes locaties." in page
    assert "12 mei 2024: gecontroleerd, het klopt niet. Twee te oud." in page
    then = visitor.get(f"{information(told)}?stand-per=2024-05-05")
    assert "2 verzoeken wachten op antwoord" in words(then)
    assert "Vraag informatie" not in then.text


def test_what_came_in_part_is_awaited_as_what_did_not_come_at_all(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    asked(told, "De planning", date(2024, 6, 30))
    part = asked(told, "De aantallen", date(2024, 5, 20))
    told.record(receive_information, date(2024, 5, 10), request_id=part, complete=False)
    told.record(validate_information, date(2024, 5, 12), request_id=part, sound=True, findings=text("Goed, tot zover."))
    page = words(visitor.get(information(told)))
    assert "1 verzoek is te laat, 1 verzoek wacht op antwoord." in page
    assert page.index("De aantallen") < page.index("De planning")


def test_information_is_asked_for_received_and_checked(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    sent = as_sent(visitor.get(information(told, "vragen")), wat="De planning", uiterlijk="2024-06-02")
    early = visitor.send(information(told, "vragen"), sent)
    assert early.status_code == 422
    assert "De planning" in early.text
    for _ in range(2):
        page = words(visitor.send(information(told, "vragen"), {**sent, "uiterlijk": "2024-07-01"}))
    assert "Vastgelegd: informatie gevraagd, uiterlijk 1 juli 2024." in page
    (request,) = facts(told, InformationRequested)
    unchecked = visitor.send(
        information(told, request.request, "controleren"),
        as_sent(visitor.get(information(told, request.request, "controleren")), klopt="ja", bevindingen="Goed."),
    )
    assert unchecked.status_code == 404
    receiving = information(told, request.request, "ontvangen")
    sent = as_sent(visitor.get(receiving), samenvatting="Drie fasen.")
    assert "Is alles er: maak een keuze." in words(visitor.send(receiving, sent))
    files = {"stuk": ("planning.pdf", PDF, "application/pdf")}
    for _ in range(2):
        page = words(visitor.send(receiving, {**sent, "volledig": "nee"}, files=files))
    assert "een deel kwam binnen. Drie fasen. planning.pdf" in page
    (received,) = facts(told, InformationReceived)
    assert received.documents == tuple(each.document for each in facts(told, DocumentFiled))
    checking = information(told, request.request, "controleren")
    sent = as_sent(visitor.get(checking), klopt="nee", bevindingen="Een fase te weinig.")
    for _ in range(2):
        assert "Vastgelegd: de informatie klopt niet." in words(visitor.send(checking, sent))
    assert [each.sound for each in facts(told, InformationValidated)] == [False]


def test_agreements_are_told_open_ones_first_with_what_the_figures_say(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    told.reported(MAY, 10, net_target=50)
    told.reported(date(2024, 6, 1), 17)
    kept, late, coming = (
        promise("Een lijst sturen", date(2024, 5, 20)),
        promise("Vijf personen huisvesten", date(2024, 6, 2), 5),
        promise("Een besluit nemen", date(2024, 7, 15)),
    )
    for each in (kept, late, coming):
        told.record(make_agreement, MAY, promise=each)
    told.record(keep_agreement, date(2024, 5, 18), agreement=kept.agreement)
    told.record(
        change_agreement, date(2024, 5, 21), agreement=coming.agreement, due=date(2024, 7, 20), reason=text("Vakantie.")
    )
    page = words(visitor.get(agreements(told)))
    assert (
        "2 afspraken staan open; 1 daarvan is te laat; de eerstvolgende dag is 20 juli 2024;"
        " 1 van de 1 afgeronde is nagekomen." in page
    )
    assert "Volgens de cijfers gehaald: 7 personen gehuisvest" in page
    assert "Gewijzigd 21 mei 2024: Vakantie." in page
    assert page.index("Vijf personen") < page.index("Een besluit nemen") < page.index("Een lijst sturen")
    everywhere = words(visitor.get(f"/afspraken?gemeente={told.code}&stand=te-laat"))
    assert "1 afspraak staat open; 1 daarvan is te laat." in everywhere
    assert "Volgens de cijfers gehaald: 7 personen gehuisvest" in everywhere
    assert "Een besluit nemen" not in everywhere


@pytest.mark.parametrize("query", ["gemeente=GM0001", "wie=niemand", "stand=ooit"])
def test_a_filter_that_cannot_be_read_says_so(visitor: Visitor, query: str) -> None:
    assert visitor.get(f"/afspraken?{query}").status_code == 400


def test_an_agreement_is_made_without_a_conversation_and_changed(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    making = agreements(told, "nieuw")
    sent = as_sent(visitor.get(making), wat="Een brief sturen", wie="province", uiterlijk="2024-06-01")
    assert visitor.send(making, sent).status_code == 422
    for _ in range(2):
        page = words(visitor.send(making, {**sent, "uiterlijk": "2024-07-01", "personen": "3"}))
    assert "Vastgelegd: een afspraak, uiterlijk 1 juli 2024." in page
    (made,) = facts(told, AgreementMade)
    assert (made.owed_by, made.persons, made.conversation) == (Side.PROVINCE, 3, None)
    changing = agreements(told, made.agreement, "wijzigen")
    form = visitor.get(changing)
    same = as_sent(form, wat="Een brief sturen", uiterlijk="2024-07-01", personen="3", reden="Zomaar.")
    same |= {"was-wat": "Een brief sturen", "was-uiterlijk": "2024-07-01", "was-personen": "3"}
    assert "Er is nog niets anders dan eerst." in words(visitor.send(changing, same))
    for _ in range(2):
        page = words(visitor.send(changing, {**same, "uiterlijk": "2024-08-01"}))
    assert "Vastgelegd: de afspraak is gewijzigd." in page
    (changed,) = facts(told, AgreementChanged)
    assert (changed.due, changed.what, changed.persons) == (date(2024, 8, 1), None, None)
    assert visitor.get(agreements(told, "agreement-none", "wijzigen")).status_code == 404


def test_who_may_not_record_is_offered_nothing(site: Site) -> None:
    told = Dossier(site, site.another())
    told.record(make_agreement, MAY, promise=promise("Een lijst sturen", date(2024, 5, 20)))
    request = asked(told, "De planning", date(2024, 6, 2))
    with visiting(site, Role.REPORTING) as reporting:
        for page in (agreements(told), information(told), "/afspraken"):
            assert "Nagekomen of niet?" not in reporting.get(page).text
            assert "Leg" not in words(reporting.get(page))
        for form in (agreements(told, "nieuw"), information(told, request, "ontvangen")):
            assert reporting.get(form).status_code == 403


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_use_the_pages_and_their_forms(
    site: Site, browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    told = Dossier(site, site.another())
    made = promise("Een lijst sturen", date(2024, 5, 20), 5)
    told.record(make_agreement, MAY, promise=made)
    request = asked(told, "De planning", date(2024, 6, 2))
    told.record(receive_information, date(2024, 5, 10), request_id=request, complete=False)
    page = browsing.signed_in(width=width)
    for path in (agreements(told), information(told), f"/afspraken?gemeente={told.code}", f"/gemeenten/{told.code}"):
        page.goto(path)
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
        require_accessible(page)
    small = (
        agreements(told, made.agreement, "wijzigen"),
        information(told, "vragen"),
        information(told, request, "ontvangen"),
        information(told, request, "controleren"),
    )
    for form in (agreements(told, "nieuw"), *(small if width == NARROW else ())):
        page.goto(form)
        page.locator("#dag").fill("")
        page.locator(".trede-submit button").click()
        expect(page.get_by_role("alert")).to_be_visible()
        require_accessible(page)
