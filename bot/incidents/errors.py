"""What a person can be told when an incident's state does not allow what they asked for."""

from bot.errors import CertincError


class IncidentError(CertincError):
    """The incident does not allow this now."""


class IncidentNotFoundError(IncidentError):
    """There is no such incident in this workspace."""


class DiagnosisRefusedError(IncidentError):
    """This person may not have this diagnosed, or not now."""


class TooManyDiagnosesError(DiagnosisRefusedError):
    """They have had as many as they may for now."""


class SubjectError(IncidentError):
    """The text cannot be the subject of a certificate incident."""
