"""The verdict of two libraries on one path: cryptography's verifier, and OpenSSL's.

Each has gaps that the other one fills. cryptography knows no constraints on directory names, counts self-issued
certificates (RFC 5280, 6.1.4 does not), and takes only keys and algorithms of the public web; OpenSSL looks at
neither name nor purpose, which our own rules have done by then.
"""

import warnings
from datetime import datetime

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from bot.diagnostics.certificates.facts import UNPARSABLE
from bot.diagnostics.target import Target
from bot.diagnostics.trust.path_builder import Path
from bot.diagnostics.trust.policy import Profile, Purpose, Question
from bot.diagnostics.visible_text import visible

_LIBRARY_MAX_DEPTH = 255


def refusal(path: Path, question: Question) -> str | None:
    """Why a path that ends at a root is refused, in the library's words; None where it is accepted."""
    if question.profile is Profile.BASELINE:
        if _beyond_cryptography(path):
            return _openssl(path, question.now, strict=True)
        return _cryptography(path, question)
    if _cryptography(path, question) is None:
        return None
    # It holds a chain to the profile of the public web. Private CAs do not, and common clients accept theirs.
    return _openssl(path, question.now, strict=question.profile is Profile.STRICT)


def _beyond_cryptography(path: Path) -> bool:
    return any(each.self_issued for each in path.intermediates) or any(
        _constrains_directory_names(constraints)
        for each in path.certificates[1:]
        if (constraints := each.extension(x509.NameConstraints)) is not None
    )


def _constrains_directory_names(constraints: x509.NameConstraints) -> bool:
    subtrees = (*(constraints.permitted_subtrees or ()), *(constraints.excluded_subtrees or ()))
    return any(isinstance(subtree, x509.DirectoryName) for subtree in subtrees)


_answers: dict[tuple[tuple[str, ...], Target | None, Purpose], str | None] = {}
"""What cryptography said of a path for somebody: several clients ask it of the same path."""

_MAX_ANSWERS = 1024


def _cryptography(path: Path, question: Question) -> str | None:
    """At a moment at which every certificate of the path is valid: nothing else depends on the time."""
    asked = (path.fingerprints, question.peer, question.purpose)
    if asked not in _answers:
        if len(_answers) >= _MAX_ANSWERS:
            _answers.clear()
        _answers[asked] = _verified(path, question)
    return _answers[asked]


def _verified(path: Path, question: Question) -> str | None:
    root = path.top.certificate
    intermediates = [each.certificate for each in path.intermediates]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            builder = PolicyBuilder().store(Store([root])).time(question.now)
            builder = builder.max_chain_depth(_LIBRARY_MAX_DEPTH)
            if question.purpose is Purpose.CLIENT:
                builder.build_client_verifier().verify(path.leaf.certificate, intermediates)
            else:
                subject = _subject(path, question)
                builder.build_server_verifier(subject).verify(path.leaf.certificate, intermediates)
        except (VerificationError, *UNPARSABLE) as error:
            return visible(str(error).removeprefix("validation failed: "))
    return None


def _subject(path: Path, question: Question) -> x509.DNSName | x509.IPAddress:
    """Whom to verify for; where it does not matter, somebody whom the certificate is for.

    Raises:
        ValueError: It is for no host or address.
    """
    if question.peer is not None and question.peer.address is not None:
        return x509.IPAddress(question.peer.address)
    if question.peer is not None:
        return x509.DNSName(question.peer.host)
    for name in path.leaf.extension(x509.SubjectAlternativeName) or ():
        if isinstance(name, x509.DNSName):
            return x509.DNSName(name.value.replace("*", "any", 1))
        if isinstance(name, x509.IPAddress):
            return name
    raise ValueError("the certificate is for no host and no address")


def _openssl(path: Path, now: datetime, *, strict: bool) -> str | None:
    # Imported here: the verdict on most chains needs no second opinion.
    from OpenSSL import crypto

    store = crypto.X509Store()
    try:
        store.add_cert(crypto.X509.from_cryptography(path.top.certificate))
        store.set_time(now)
        flags = crypto.X509StoreFlags.PARTIAL_CHAIN
        store.set_flags(flags | crypto.X509StoreFlags.X509_STRICT if strict else flags)
        crypto.X509StoreContext(
            store,
            crypto.X509.from_cryptography(path.leaf.certificate),
            [crypto.X509.from_cryptography(each.certificate) for each in path.intermediates],
        ).verify_certificate()
    except crypto.X509StoreContextError as error:
        return visible(str(error))
    except crypto.Error as error:
        return visible(f"OpenSSL cannot use the chain: {error}")
    return None
