"""The closed sets of words that an incident is described with."""

from enum import StrEnum


class IncidentState(StrEnum):
    """Where in its life an incident is."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ChannelState(StrEnum):
    """How far the incident's channel is. ``creating`` is committed before Slack is asked."""

    WANTED = "wanted"
    CREATING = "creating"
    CREATED = "created"
    FAILED = "failed"


class Role(StrEnum):
    """Who does what in an incident."""

    COMMANDER = "commander"
    SERVICE_OWNER = "service-owner"
    CERTIFICATE_OWNER = "cert-owner"


class UpdateState(StrEnum):
    """What a status update says of the incident."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    FIXING = "fixing"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"

    @property
    def label(self) -> str:
        """The words people read."""
        return _UPDATE_LABELS[self]


_UPDATE_LABELS = {
    UpdateState.INVESTIGATING: "Investigating",
    UpdateState.IDENTIFIED: "Identified",
    UpdateState.FIXING: "Fixing",
    UpdateState.MITIGATED: "Mitigated, watching",
    UpdateState.RESOLVED: "Resolved",
}


class Impact(StrEnum):
    """What customers lose."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"

    @property
    def label(self) -> str:
        """The words people read."""
        return _IMPACT_LABELS[self]


_IMPACT_LABELS = {
    Impact.FULL: "Customers cannot use the service",
    Impact.PARTIAL: "Some customers are affected",
    Impact.NONE: "Customers are not affected",
}


class EffectKind(StrEnum):
    """What an effect does in Slack. ``target`` holds whom or what it is done to."""

    INVITE = "invite"
    """``target``: the person's Slack user id."""
    PIN = "pin"
    """``target``: the message's key."""
    REPLY = "reply"
    """``target``: the ``response_url`` of the person who opened or joined, told where the incident is."""
    APOLOGY = "apology"
    """``target``: the code of a refusal that the reporter is told of, once."""


class EffectState(StrEnum):
    """``done`` and ``failed`` are final; a failed one says why."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class TimelineKind(StrEnum):
    """What sort of thing happened."""

    OPENED = "opened"
    JOINED = "joined"
    DIAGNOSIS_REQUESTED = "diagnosis-requested"
    DIAGNOSED = "diagnosed"
    CLUE = "clue"
    EXPECTED = "expected"
    ANSWERED = "answered"
    SUGGESTED = "suggested"
    CATEGORISED = "categorised"
    SEVERITY_CHANGED = "severity-changed"
    ROLE_TAKEN = "role-taken"
    STEP_DONE = "step-done"
    STEP_REOPENED = "step-reopened"
    STEP_SKIPPED = "step-skipped"
    STEP_FLAGGED = "step-flagged"
    STEP_DECIDED = "step-decided"
    LOCK_OVERRIDDEN = "lock-overridden"
    REMINDED = "reminded"
    UPDATED = "updated"
    NOTED = "noted"
    CLOSED = "closed"
    TROUBLE = "trouble"
