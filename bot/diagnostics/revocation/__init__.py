"""What staples, OCSP responders and revocation lists say of a chain, and until when clients may believe otherwise."""
