"""A list that was lengthened by hand is one that anybody accepts."""

from cryptography import x509

from benchmarks.diagnostics.large_list import lengthened
from tests.revocation_pki import Request, Revoked, issue, make_list


def test_a_lengthened_list_is_signed_and_holds_all_entries() -> None:
    """Those that were there before, too."""
    root = issue(Request("Root", ca=True))
    long = x509.load_der_x509_crl(lengthened(make_list(root, [Revoked(4711)]), root.key, 500))
    assert long.is_signature_valid(root.key.public_key())
    assert len(list(long)) == 501
    assert long.get_revoked_certificate_by_serial_number(4711) is not None
    assert long.next_update_utc is not None
