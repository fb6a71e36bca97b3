"""What an admin of the workspace decides of a person: whether they are a guest."""

from pydantic import BaseModel, ConfigDict

from bot.sandbox.control.references import person
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.users import user_object
from bot.sandbox.store import users
from bot.sandbox.workspace import Workspace


class UserBody(BaseModel):
    """``POST users/{user}``: the flags as the user object has them. A single-channel guest has both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_restricted: bool = False
    is_ultra_restricted: bool = False


def change(workspace: Workspace, reference: str, body: UserBody) -> JsonObject:
    """Make a person a guest, or a member again; what is left out is false. No event tells the app of it.

    Raises:
        ControlRefused: There is no such person.
    """
    with workspace.store.transaction() as tx:
        found = person(tx, reference)
        users.change_guest(
            tx,
            found,
            is_restricted=body.is_restricted or body.is_ultra_restricted,
            is_ultra_restricted=body.is_ultra_restricted,
        )
        return {"user": user_object(tx, person(tx, found.id), with_email=True)}
