"""What is known of earlier incidents, public ones and our own, and which of them look like the one at hand."""
