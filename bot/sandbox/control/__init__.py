"""The control API under ``/sandbox/``: what a person does in a client, and what a test orders."""
