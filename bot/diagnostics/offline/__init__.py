"""What somebody brought: a chain in a file, the output of ``openssl s_client``, a saved diagnosis."""
