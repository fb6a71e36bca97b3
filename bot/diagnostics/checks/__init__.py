"""Further checks of what was presented: weak keys, lint, DNS records, the operator's policy."""
