"""The catalogue of findings, and drawing them from evidence."""
