"""Going over to TLS in protocols that begin in clear text: a file for each."""
