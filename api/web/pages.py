"""Every page, in the order of the menu."""

from starlette.routing import BaseRoute

from api.web import (
    absences,
    agreed,
    agreed_everywhere,
    assets,
    closing,
    conversations,
    entry,
    frameworks,
    importing,
    information,
    interim,
    ladder,
    law,
    law_recording,
    letters,
    municipality,
    new_case,
    placing,
    plan,
    plan_acts,
    plan_submitting,
    preferring,
    proposals,
    proposing,
    reasons,
    review,
    searching,
    settling,
    signing_in,
    simulating,
    status,
    supervisors,
    withdrawing,
    worklist,
)

ROUTERS = (
    signing_in.routes,
    signing_in.pages.router,
    ladder.pages.router,
    worklist.pages.router,
    new_case.pages.router,  # before a municipality: 'nieuw' is no code
    review.pages.router,
    closing.pages.router,  # before the reasons: 'afsluiten' is no code
    proposing.pages.router,
    reasons.pages.router,
    proposals.pages.router,
    conversations.pages.router,
    placing.pages.router,
    law.pages.router,
    law_recording.pages.router,
    plan_acts.pages.router,  # before a plan: 'vragen' is no id of one
    plan_submitting.pages.router,
    plan.pages.router,
    agreed.pages.router,  # before the outcome of one: 'nieuw' is no id
    settling.pages.router,
    agreed_everywhere.pages.router,
    information.pages.router,
    letters.pages.router,
    withdrawing.pages.router,
    preferring.pages.router,
    interim.pages.router,
    municipality.pages.router,
    entry.pages.router,
    searching.pages.router,
    importing.pages.router,
    supervisors.pages.router,
    absences.pages.router,
    status.pages.router,
    frameworks.pages.router,
    simulating.pages.router,
    assets.routes,
)


def every_page() -> list[BaseRoute]:
    """All pages, and what they are dressed with."""
    return [route for router in ROUTERS for route in router.routes]
