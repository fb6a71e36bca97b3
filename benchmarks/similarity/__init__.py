"""The search among our own closed incidents, of which there may be many."""
