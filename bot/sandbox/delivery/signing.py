"""How Slack signs a request (Slack, "Verifying requests from Slack"), version ``v0``."""

import hashlib
import hmac

SIGNATURE_HEADER = "X-Slack-Signature"
TIMESTAMP_HEADER = "X-Slack-Request-Timestamp"


def signature_headers(signing_secret: str, body: bytes, *, timestamp_s: int) -> dict[str, str]:
    """The two headers that prove where ``body`` comes from and when it was sent (Unix seconds)."""
    base = b"v0:%d:%s" % (timestamp_s, body)
    digest = hmac.new(signing_secret.encode(), base, hashlib.sha256).hexdigest()
    return {SIGNATURE_HEADER: f"v0={digest}", TIMESTAMP_HEADER: str(timestamp_s)}
