"""What if: the recorded history under another framework. It is asked by a POST, and records nothing."""

from http import HTTPStatus
from urllib.parse import quote

from api.identity.rights import Right
from api.rest.asking import Asking, Reading
from api.rest.described import problems
from api.rest.problems import ProblemError
from api.rest.routing import Routes
from api.rest.schemas import Posted
from api.rest.simulation_schemas import FrameworkSent, SimulationSent, SimulationTold
from api.simulating.asked import SET, NotSimulatedError, Question, framework_in, framework_named
from domain.policy.framework import Framework

routes = Routes("/simulations", tag="Frameworks")

ONE_OF_TWO = "framework: noem een naam, of geef de tekst van een bestand (toml); niet beide."
SENT = "toml"
"""What a file is called that was sent along."""


@routes.write(
    "",
    Right.READ,
    status_code=HTTPStatus.OK,
    responses={200: {"description": "Simulated; nothing is recorded"}} | problems(400, 401, 403, 413, 415, 422, 503),
)
def simulate(sent: Posted[SimulationSent], at: Reading) -> SimulationTold:
    """Tell where every municipality would stand under another framework, half year after half year.

    Nothing is recorded: an answer is no decision. The framework is a known one or the text of a file, with
    other values for some parameters if you like. All advice on the figures as they were is supposed to be followed.
    """
    question = _question(sent, at)
    found = question.answered(at.ledger, at.knowing)
    return SimulationTold.of(question, found, today=at.running.today())


def _question(sent: SimulationSent, at: Asking) -> Question:
    try:
        return Question.of(_framework(sent.framework, at), sent.values, sent.first, at.knowing)
    except NotSimulatedError as error:
        place = f"{error.part}/{error.name.replace('~', '~0').replace('/', '~1')}" if error.part == SET else error.part
        raise _not_simulated(place, error.told) from None


def _framework(sent: FrameworkSent, at: Asking) -> Framework:
    if (sent.name is None) is (sent.toml is None):
        raise _not_simulated("framework", ONE_OF_TWO)
    if sent.toml is not None:
        return framework_in(SENT, sent.toml.encode())
    return framework_named(at.running.frameworks, sent.name or "", sent.version)


def _not_simulated(place: str, told: str) -> ProblemError:
    errors = [{"pointer": f"#/{quote(place, errors='replace')}", "detail": told}]
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, told, more={"errors": errors})
