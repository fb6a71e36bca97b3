"""Every endpoint, what is wrong with it, and which kind of certificate incident it shows."""

from bot.faulty_tls.catalogue import authorities, expiry, issuance, protocol, revocation, trust
from bot.faulty_tls.endpoint import Endpoint

ENDPOINTS: tuple[Endpoint, ...] = (
    *expiry.ENDPOINTS,
    *revocation.ENDPOINTS,
    *trust.ENDPOINTS,
    *issuance.ENDPOINTS,
    *authorities.ENDPOINTS,
    *protocol.ENDPOINTS,
)
