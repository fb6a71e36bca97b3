"""A small runbook with a decision, a branch, a lock and a check."""

from bot.runbooks import Runbook


def _step(step_id: str, phase: str, **more: object) -> dict[str, object]:
    return {
        "id": step_id,
        "title": f"Step {step_id}",
        "phase": phase,
        "role": "anyone",
        "expected_minutes": 5,
        "what_to_do": "Do it.",
        "done_when": "it is done",
        **more,
    }


def branching_runbook() -> Runbook:
    """``path`` decides; ``order`` and ``renew`` are its branches; ``revoke`` waits for ``verify``, which is checked."""
    decision = {
        "question": "How is it replaced?",
        "choices": {"automated": "Automated", "by-hand": "By hand"},
    }
    return Runbook.model_validate(
        {
            "id": "expiry.production",
            "title": "Branching",
            "summary": "A runbook for tests.",
            "first_five_minutes": ["Look."],
            "steps": [
                _step("path", "plan", decision=decision),
                _step("renew", "replace", only_if="path=automated"),
                _step("order", "replace", only_if="path=by-hand"),
                _step("verify", "replace", check="not-expired"),
                _step("revoke", "replace", locked_until="verify"),
            ],
            "done_when": "it is replaced",
            "what_not_to_do": ["Nothing rash."],
            "causes": [],
            "action_items": [],
        }
    )
