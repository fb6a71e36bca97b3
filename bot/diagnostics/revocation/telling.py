"""Answers in words."""

from bot.clock import utc_minute
from bot.diagnostics.model.revocation import RevocationAnswer, RevocationSource, RevocationStatus
from bot.diagnostics.visible_text import visible

MAX_LOCATION = 100


def names(answer: RevocationAnswer) -> str:
    """Who answered: ``the list http://…``."""
    where = visible(answer.location, MAX_LOCATION)
    return {
        RevocationSource.STAPLE: f"the staple of {where}",
        RevocationSource.OCSP: f"the OCSP responder {where}",
        RevocationSource.CRL: f"the revocation list {where}",
    }[answer.source]


def says(answer: RevocationAnswer) -> str:
    """Who says what, since when and until when."""
    status = answer.claimed or answer.status
    of = f" of {utc_minute(answer.this_update)}" if answer.this_update is not None else ""
    until = f" until {utc_minute(answer.next_update)}" if answer.next_update is not None else ""
    if status is RevocationStatus.REVOKED:
        since = f" since {utc_minute(answer.revoked_at)}" if answer.revoked_at is not None else ""
        why = f" ({answer.reason})" if answer.reason is not None else ""
        told = f"revoked{since}{why}"
    else:
        told = f"{status.value}{until}"
    doubt = f", which does not count: {answer.detail}" if answer.claimed is not None else ""
    return f"{names(answer)}{of} says {told}{doubt}"
