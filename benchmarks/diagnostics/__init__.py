"""The diagnostics engine beside `openssl s_client` and sslyze, against the same local servers."""
