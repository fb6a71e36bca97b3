"""Outside systems: one package each, with the contract, a local implementation, and the real ones."""
