"""From a target to a diagnosis: observations, findings, verdict. Knows no incident, no Slack, no database."""

from bot.diagnostics.certificate import CertificateFacts
from bot.diagnostics.diagnose import DiagnosisOptions, diagnose
from bot.diagnostics.diagnosis import (
    Diagnosis,
    Finding,
    Observation,
    Outcome,
    Severity,
    Trust,
    TrustReason,
    diagnosis_from_json,
    diagnosis_to_json,
)
from bot.diagnostics.errors import DiagnosticsError, StaticHostError, TargetError, TrustAnchorError
from bot.diagnostics.pem import presented_pem
from bot.diagnostics.static_hosts import StaticHosts
from bot.diagnostics.target import Target, parse_target
from bot.diagnostics.trust_store import TrustStore

__all__ = [
    "CertificateFacts",
    "Diagnosis",
    "DiagnosisOptions",
    "DiagnosticsError",
    "Finding",
    "Observation",
    "Outcome",
    "Severity",
    "StaticHostError",
    "StaticHosts",
    "Target",
    "TargetError",
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
