"""From a target to a diagnosis: observations, findings, verdict. Knows no incident, no Slack, no database."""

from bot.diagnostics.certificates.pem import presented_pem
from bot.diagnostics.conclude import Inquiry
from bot.diagnostics.diagnose import diagnose
from bot.diagnostics.errors import (
    DiagnosisDocumentError,
    DiagnosticsError,
    StaticHostError,
    TargetError,
    TrustAnchorError,
)
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.comparison import Change, ChangeKind, Comparison, Expectation
from bot.diagnostics.model.diagnosis import Diagnosis, Timings
from bot.diagnostics.model.document import diagnosis_from_json, diagnosis_to_json
from bot.diagnostics.model.finding import Finding, Severity
from bot.diagnostics.model.observation import AddressSource, Handshake, Observation, Offer, Outcome
from bot.diagnostics.model.trust import StoreVerdict, Trust, TrustReason
from bot.diagnostics.options import DiagnosisOptions
from bot.diagnostics.static_hosts import StaticHosts
from bot.diagnostics.target import StartTls, Target, parse_target
from bot.diagnostics.trust.stores import TrustStore

__all__ = [
    "AddressSource",
    "CertificateFacts",
    "Change",
    "ChangeKind",
    "Comparison",
    "Diagnosis",
    "DiagnosisDocumentError",
    "DiagnosisOptions",
    "DiagnosticsError",
    "Expectation",
    "Finding",
    "Handshake",
    "Inquiry",
    "Observation",
    "Offer",
    "Outcome",
    "Severity",
    "StartTls",
    "StaticHostError",
    "StaticHosts",
    "StoreVerdict",
    "Target",
    "TargetError",
    "Timings",
    "Trust",
    "TrustAnchorError",
    "TrustReason",
    "TrustStore",
    "diagnose",
    "diagnosis_from_json",
    "diagnosis_to_json",
    "parse_target",
    "presented_pem",
]
