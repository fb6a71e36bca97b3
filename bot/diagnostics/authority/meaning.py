"""What the state of a CA's service proves, and what it does not."""

from bot.diagnostics.model.authority import AuthorityService, ServiceState

_UP = {
    AuthorityService.ACME_DIRECTORY: (
        "An ACME directory is a static file: it answers during halts of issuance, too."
    ),
    AuthorityService.OCSP: "A responder that answers proves nothing of issuance; answers are made in advance.",
    AuthorityService.CRL: "A fresh list refutes no outage: lists are files that are made in advance.",
    AuthorityService.ISSUER_CERTIFICATE: "A CA's certificate is a static file: that it is there proves nothing else.",
}
_BY_STATE = {
    ServiceState.SLOW: "One slow answer, seen from here, hints at a CA in trouble and may as well be the network.",
    ServiceState.RATE_LIMITED: "HTTP 429 is about our own quota: the CA works, and asks us to slow down.",
    ServiceState.UNKNOWN: "It could not be asked, which says nothing of the CA.",
}
_DOWN = {
    AuthorityService.ACME_DIRECTORY: (
        "Nothing can be ordered by ACME while its directory is down from here; ask from elsewhere to know for whom."
    ),
    AuthorityService.OCSP: "Clients that insist on OCSP fail meanwhile; issuance may work all the same.",
    AuthorityService.CRL: "Clients that hold a list go on until its nextUpdate; issuance may work all the same.",
    AuthorityService.ISSUER_CERTIFICATE: "Only clients that complete chains by themselves notice; issuance may work.",
}


def meaning(service: AuthorityService, state: ServiceState) -> str:
    """One sentence for a person who wonders whether the CA is to blame."""
    if state is ServiceState.UP:
        return _UP[service]
    return _DOWN[service] if state is ServiceState.DOWN else _BY_STATE[state]
