"""The durable job table and its worker: what must happen is a row before it is an act."""
