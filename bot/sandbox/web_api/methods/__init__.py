"""The methods, by family. Each module lists its own rows in ``METHODS``."""
