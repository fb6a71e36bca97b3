"""From a target to a diagnosis: observations, findings, verdict. Knows no incident, no Slack, no database."""

from bot.diagnostics.certificates.pem import presented_pem
from bot.diagnostics.checks.lint import Linter
from bot.diagnostics.checks.policy import OperatorPolicy
from bot.diagnostics.comparison.expectation import parse_expectation
from bot.diagnostics.conclude import Inquiry
from bot.diagnostics.diagnose import diagnose
from bot.diagnostics.errors import (
    BroughtFileError,
    DiagnosisDocumentError,
    DiagnosticsError,
    ExpectationError,
    FetchRuleError,
    PolicyFileError,
    PortRuleError,
    StaticHostError,
    TargetError,
    TrustAnchorError,
)
from bot.diagnostics.fetching.rules import parse_networks
from bot.diagnostics.model.certificate import CertificateFacts
from bot.diagnostics.model.comparison import Change, ChangeKind, Comparison, Expectation
from bot.diagnostics.model.diagnosis import Diagnosis, Timings
from bot.diagnostics.model.document import diagnosis_from_json, diagnosis_to_json
from bot.diagnostics.model.finding import Finding, Severity
from bot.diagnostics.model.observation import AddressSource, Handshake, Observation, Offer, Outcome
from bot.diagnostics.model.trust import StoreVerdict, Trust, TrustReason
from bot.diagnostics.offline.brought import Brought, read_brought
from bot.diagnostics.offline.diagnose import Brief, diagnose_brought, named_peer
from bot.diagnostics.offline.saved import read_diagnoses
from bot.diagnostics.options import DiagnosisOptions
from bot.diagnostics.ports import AllowedPorts, parse_ports
from bot.diagnostics.static_hosts import StaticHosts
from bot.diagnostics.target import StartTls, Target, parse_target
from bot.diagnostics.trust.policy import MAX_DEPTH, Purpose
from bot.diagnostics.trust.stores import TrustStore

__all__ = [
    "MAX_DEPTH",
    "AddressSource",
    "AllowedPorts",
    "Brief",
    "Brought",
    "BroughtFileError",
    "CertificateFacts",
    "Change",
    "ChangeKind",
    "Comparison",
    "Diagnosis",
    "DiagnosisDocumentError",
    "DiagnosisOptions",
    "DiagnosticsError",
    "Expectation",
    "ExpectationError",
    "FetchRuleError",
    "Finding",
    "Handshake",
    "Inquiry",
    "Linter",
    "Observation",
    "Offer",
    "OperatorPolicy",
    "Outcome",
    "PolicyFileError",
    "PortRuleError",
    "Purpose",
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
    "diagnose_brought",
    "diagnosis_from_json",
    "diagnosis_to_json",
    "named_peer",
    "parse_expectation",
    "parse_networks",
    "parse_ports",
    "parse_target",
    "presented_pem",
    "read_brought",
    "read_diagnoses",
]
