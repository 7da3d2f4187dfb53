"""The server put together: the only place where settings, record, read models and routes meet."""

from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import date
from functools import partial
from threading import Event, Thread

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api import clock, health
from api.access_log import AccessLog
from api.arriving.work import Arriving
from api.frameworks import Frameworks
from api.identity.accounts import Accounts
from api.identity.caller import NotAllowedError
from api.identity.sessions import Sessions
from api.identity.together import Together
from api.identity.tokens import Tokens
from api.importing.work import ImportWork
from api.intake.refusals import FileRefused
from api.kept import Kept
from api.opening import opened_ledger
from api.rebuilding import Rebuilding
from api.rest.headers import VERSION, StandardHeaders
from api.rest.invalid import unreadable
from api.rest.methods import not_found_or_not_allowed
from api.rest.openapi import DESCRIPTION, described
from api.rest.problems import (
    FAILING,
    ProblemError,
    broken,
    failed,
    file_refused,
    not_accepted,
    not_allowed,
    refused,
    unreadable_cursor,
)
from api.rest.resources import everything
from api.running import Running
from api.settings import Settings
from api.short_cut import ShortCut
from api.signalling import weigh_each_day, weighing
from api.store import Store
from api.store.uploads import Uploads
from api.web.errors import page_of_error
from api.web.headers import PageHeaders, is_page
from api.web.pages import every_page
from api.web.routing import NotOursError
from api.web.site import Site
from api.web.visiting import UnreadableAddressError
from domain.ledger.application import Ledger
from domain.refusals import Refusal
from projections.engine.runner import Projector
from projections.models import MODELS
from projections.paging import UnreadableCursorError


def create_app(
    settings: Settings | None = None, *, ledger: Ledger | None = None, today: Callable[[], date] | None = None
) -> FastAPI:
    """The application, for any ASGI server; everything is opened when it starts and closed when it stops.

    Args:
        settings: where the record is; by default as the environment says.
        ledger: a record that is open already, and stays so.
        today: tells the day it is; by default the real one, or the one that is set in a demo.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as stack:
            app.state.running = await run_in_threadpool(_opened, stack, settings, ledger, today)
            app.state.site = await run_in_threadpool(Site.of, app.state.running)
            yield

    app = FastAPI(
        title="Trede",
        summary="The supervision of municipalities that must house permit holders",
        description=DESCRIPTION,
        version=VERSION,
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        lifespan=lifespan,
        redirect_slashes=False,
        openapi_url=None,
        docs_url=None,  # the framework's page fetches scripts from elsewhere
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # nothing leaves this machine
    )
    app.add_middleware(StandardHeaders)
    app.add_middleware(PageHeaders)
    app.add_middleware(AccessLog)
    _tell_problems(app)
    routes = [*everything(), *health.routes.routes, *every_page()]
    app.router.routes.extend([ShortCut(routes), *routes])
    described(app)
    return app


def _opened(
    stack: ExitStack, given: Settings | None, ledger: Ledger | None, clock_of: Callable[[], date] | None
) -> Running:
    settings = given or Settings()
    today = clock_of or partial(clock.today_of, settings)
    record = ledger or stack.enter_context(opened_ledger(settings))
    frameworks = Frameworks.of(settings, record)
    store = Store.open(record)
    tokens, sessions = Tokens(store), Sessions(store, record)
    projector = Projector(record, MODELS)
    stop = Event()
    thread = Thread(target=projector.run, args=[stop], name="projector", daemon=True)
    thread.start()
    stack.callback(_stopped, projector, thread, stop)
    imports = ImportWork(record, Uploads(store, record), settings, today, following=[weighing(frameworks)])
    imports.begin()
    stack.callback(imports.close)
    arriving = Arriving(record, store, settings, imports, today, each_day=partial(weigh_each_day, record, frameworks))
    arriving.begin()
    stack.callback(arriving.close)
    rebuilding = Rebuilding(record, MODELS)
    stack.callback(rebuilding.close)
    return Running(
        settings=settings,
        ledger=record,
        frameworks=frameworks,
        store=store,
        tokens=tokens,
        accounts=Accounts(store),
        sessions=sessions,
        projector=projector,
        imports=imports,
        rebuilding=rebuilding,
        callers=Together(lambda secrets: tokens.callers(secrets, today=today())),
        visitors=Together(sessions.found),
        kept=Kept(),
        today=today,
    )


def _stopped(projector: Projector, thread: Thread, stop: Event) -> None:
    stop.set()
    projector.wake()
    thread.join()


def _tell_problems(app: FastAPI) -> None:
    tellers: tuple[tuple[type[Exception], Callable[..., Response]], ...] = (
        (Refusal, refused),
        (ProblemError, not_accepted),
        (NotAllowedError, not_allowed),
        (UnreadableCursorError, unreadable_cursor),
        (FileRefused, file_refused),
        (RequestValidationError, unreadable),
        (HTTPException, not_found_or_not_allowed),
        (Exception, broken),
        *((kind, broken) for kind in (NotOursError, UnreadableAddressError)),  # of pages only
        *((kind, failed) for kind in FAILING),
    )
    for kind, tell in tellers:
        app.add_exception_handler(kind, _by_reader(tell))


def _by_reader(tell: Callable[..., Response]) -> Callable[[Request, Exception], Response]:
    """Tell an error as a problem to a program, as a page to a person."""

    def told(request: Request, error: Exception) -> Response:
        return page_of_error(request, error) if is_page(request.url.path) else tell(request, error)

    return told
