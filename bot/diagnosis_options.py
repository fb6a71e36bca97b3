"""From the operator's settings to how diagnoses are made."""

from datetime import timedelta

from bot.diagnostics import (
    DiagnosisOptions,
    Linter,
    OperatorPolicy,
    StaticHosts,
    TrustStore,
    parse_networks,
    parse_ports,
)
from bot.settings import Settings, SettingsError


def diagnosis_options(settings: Settings, linter: Linter) -> DiagnosisOptions:
    """The options; files are read now, so that a mistake shows at the start.

    Raises:
        SettingsError: An entry of the ACME directories has no URL.
        CertincError: A file of roots or the policy cannot be used.
    """
    system = TrustStore.system()
    return DiagnosisOptions(
        trust_store=TrustStore.load(settings.extra_trust_anchors, settings.public_trust_anchors),
        other_stores=() if system is None else (system,),
        timeout=timedelta(seconds=settings.diagnosis_timeout_s),
        static_hosts=StaticHosts.parse(settings.static_hosts),
        ports=parse_ports(settings.diagnosis_ports),
        allowed_networks=parse_networks(settings.allowed_networks),
        acme_directories=dict(_directory(entry) for entry in settings.acme_directories),
        policy=OperatorPolicy.load(settings.policy_file) if settings.policy_file else None,
        linter=linter,
    )


def _directory(entry: str) -> tuple[str, str]:
    pattern, _, url = entry.partition("=")
    if not pattern.strip() or "://" not in url:
        raise SettingsError(
            f"CERTINC_ACME_DIRECTORIES is wrong: “{entry}” is no ISSUER=URL.",
            remedy="Write it as in Corp*=https://acme.corp.example/directory.",
        )
    return pattern.strip(), url.strip()
