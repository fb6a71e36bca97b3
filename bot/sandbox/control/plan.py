"""The workspace's plan, its user groups and its canvases: what a free plan of Slack lacks."""

from dataclasses import asdict, replace

from pydantic import BaseModel, ConfigDict

from bot.sandbox.errors import ControlRefused
from bot.sandbox.json_types import JsonObject
from bot.sandbox.objects.canvases import canvas_object
from bot.sandbox.objects.user_groups import user_group_object
from bot.sandbox.store import canvases, plan, user_groups
from bot.sandbox.workspace import Workspace


class PlanBody(BaseModel):
    """Which features the plan is to have; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    canvases: bool | None = None
    user_groups: bool | None = None


def show(workspace: Workspace) -> JsonObject:
    """What the plan includes."""
    with workspace.store.transaction() as tx:
        return asdict(plan.current(tx))


def change(workspace: Workspace, body: PlanBody) -> JsonObject:
    """Give the workspace another plan."""
    with workspace.store.transaction() as tx:
        changed = replace(plan.current(tx), **body.model_dump(exclude_none=True))
        plan.change(tx, changed)
    return asdict(changed)


def list_user_groups(workspace: Workspace) -> JsonObject:
    """Every user group with its members."""
    with workspace.store.transaction() as tx:
        return {
            "usergroups": [
                user_group_object(tx, group) | {"users": list(group.members)}
                for group in user_groups.every(tx)
            ]
        }


def show_canvas(workspace: Workspace, canvas_id: str) -> JsonObject:
    """A canvas with its Markdown.

    Raises:
        ControlRefused: There is none with this id.
    """
    with workspace.store.transaction() as tx:
        found = canvases.get(tx, canvas_id)
        if found is None:
            raise ControlRefused("canvas_not_found", "There is no such canvas.", status=404)
        shown = canvas_object(tx, found, base_url=workspace.base_url)
        return {"canvas": shown | {"markdown": found.markdown}}
