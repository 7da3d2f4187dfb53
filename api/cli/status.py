"""``trede status``: whether everything is there, and where."""

from api.cli.desk import desk
from api.cli.options import AsJson
from api.cli.output import as_json, say
from projections.dutch.words import moment, number


def show_status(*, json: AsJson = False) -> None:
    """Start de database en vertel hoe het ervoor staat."""
    with desk() as at:
        head = at.ledger.head()
        state = {
            "database": "external" if at.settings.database_url else "embedded",
            "data": None if at.settings.database_url else str(at.settings.data.absolute()),
            "server": at.ledger.server_version,
            "record": str(at.ledger.record_id),
            "position": head.position,
            "recordedAt": head.recorded_at.isoformat() if head.position else None,
            "municipalities": len(at.ledger.streams("GM")),
            "province": at.settings.province,
            "masterKey": at.ledger.key_place,
        }
    if json:
        as_json(state)
        return
    where = f"in {state['data']}" if state["data"] else "op een eigen server"
    say(f"De database draait (PostgreSQL {state['server']}, {where}).")
    last = f", het laatst op {moment(head.recorded_at)}" if head.position else ""
    say(f"{number(head.position)} vastleggingen over {state['municipalities']} gemeenten{last}.")
    say(f"De hoofdsleutel van de teksten: {state['masterKey']}. Bewaar daarvan een kopie, los van de reservekopie.")
    if at.settings.province:
        say(f"Import neemt alleen gemeenten van provincie {at.settings.province}.")
