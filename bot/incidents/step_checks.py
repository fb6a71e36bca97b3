"""What the latest diagnosis says of a step: the bot's own evidence. Pure.

What could not be observed is no evidence, neither for nor against.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.diagnostics import Diagnosis, Outcome
from bot.diagnostics.http_health import HttpAnswer
from bot.diagnostics.model.revocation import RevocationSource, RevocationStatus

EXPIRED = frozenset({"leaf-expired", "intermediate-expired", "root-expired"})
STAPLES = frozenset({"staple-of-other-certificate", "staple-stale", "staple-invalid"})
CA_TROUBLE = frozenset({"ca-down", "ca-service-down"})
INCOMPLETE = frozenset({"missing-intermediate"})


@dataclass(frozen=True, slots=True)
class StepEvidence:
    """Whether the check agrees that the step is done; None where it cannot say."""

    agrees: bool | None
    says: str
    """The middle of a sentence."""
    at: datetime


def step_evidence(
    check: str, diagnosis: Diagnosis | None, health: Sequence[HttpAnswer] = ()
) -> StepEvidence | None:
    """What the diagnosis says of a check; None where there is no diagnosis.

    ``health`` is what the addresses answered by HTTP.
    """
    if diagnosis is None:
        return None
    match check:
        case "not-expired":
            return _without(diagnosis, EXPIRED, "nothing that is served has expired")
        case "chain-complete":
            return _without(diagnosis, INCOMPLETE, "every address sends a complete chain")
        case "old-staple-gone":
            return _without(diagnosis, STAPLES, "no address staples an old answer")
        case "ca-answers":
            return _ca_answers(diagnosis)
        case "expected-fingerprints":
            return _expected(diagnosis)
        case "crl-has-serial":
            return _in_crl(diagnosis)
        case _:
            return _healthy(diagnosis, health)


def _without(diagnosis: Diagnosis, findings: frozenset[str], otherwise: str) -> StepEvidence:
    bad = [finding for finding in diagnosis.findings if finding.id in findings]
    if bad:
        return StepEvidence(False, bad[0].sentence, diagnosis.at)
    if not any(seen.outcome is Outcome.SERVED for seen in diagnosis.observations):
        return StepEvidence(None, "no address presented a certificate", diagnosis.at)
    return StepEvidence(True, otherwise, diagnosis.at)


def _healthy(diagnosis: Diagnosis, health: Sequence[HttpAnswer]) -> StepEvidence:
    if not health:
        return StepEvidence(None, "only a person can say whether the service works", diagnosis.at)
    ill = [answer for answer in health if not answer.healthy]
    if ill:
        what = f"HTTP {ill[0].status}" if ill[0].status is not None else ill[0].detail
        said = f"{len(ill)} of {len(health)} addresses do not answer as they should ({what})"
        return StepEvidence(False, said, diagnosis.at)
    codes = ", ".join(sorted({str(answer.status) for answer in health}))
    said = f"all {len(health)} addresses answer HTTP ({codes}); whether it works for users, a person says"
    return StepEvidence(True, said, diagnosis.at)


def _ca_answers(diagnosis: Diagnosis) -> StepEvidence:
    bad = [finding for finding in diagnosis.findings if finding.id in CA_TROUBLE]
    if bad:
        return StepEvidence(False, bad[0].sentence, diagnosis.at)
    if not diagnosis.authority:
        return StepEvidence(None, "no service of the CA was asked", diagnosis.at)
    return StepEvidence(
        True, "the CA's services answer; whether it issues, only an order shows", diagnosis.at
    )


def _expected(diagnosis: Diagnosis) -> StepEvidence:
    if not diagnosis.expected:
        return StepEvidence(
            None,
            "which certificate is expected is not known: name it by /certinc diagnose --expect",
            diagnosis.at,
        )
    wrong = [each.address for each in diagnosis.expected if not each.met]
    total = len(diagnosis.expected)
    if wrong:
        return StepEvidence(
            False, f"{len(wrong)} of {total} addresses present another certificate", diagnosis.at
        )
    return StepEvidence(True, f"all {total} addresses present the expected certificate", diagnosis.at)


def _in_crl(diagnosis: Diagnosis) -> StepEvidence:
    answers = [
        answer
        for answer in diagnosis.revocation.answers
        if answer.position == 0 and answer.source is RevocationSource.CRL
    ]
    if any(answer.status is RevocationStatus.REVOKED for answer in answers):
        return StepEvidence(True, "the CRL lists the certificate", diagnosis.at)
    if any(answer.status is RevocationStatus.GOOD for answer in answers):
        return StepEvidence(False, "the CRL does not list the certificate", diagnosis.at)
    return StepEvidence(None, "no CRL could be read", diagnosis.at)
