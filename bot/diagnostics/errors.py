"""What keeps a diagnosis from being made at all. What is wrong with a certificate is a finding, not an error."""

from bot.errors import CertincError


class DiagnosticsError(CertincError):
    """The diagnosis cannot be made as it was asked for."""


class TargetError(DiagnosticsError):
    """The text cannot be a host to connect to."""


class StaticHostError(DiagnosticsError):
    """An entry of the static host map cannot be read."""


class TrustAnchorError(DiagnosticsError):
    """A file of trust anchors cannot be read."""


class DiagnosisDocumentError(DiagnosticsError):
    """A saved diagnosis cannot be read."""


class ExpectationError(DiagnosticsError):
    """The text names no certificate to expect."""


class BroughtFileError(DiagnosticsError):
    """What somebody brought holds nothing that can be diagnosed."""


class PolicyFileError(DiagnosticsError):
    """The operator's policy file cannot be used. The sentence begins with file and line."""


class PortRuleError(DiagnosticsError):
    """An entry of the ports that may be connected to cannot be read."""


class FetchRuleError(DiagnosticsError):
    """A network in the list of those that URLs in certificates may lead to cannot be read."""
