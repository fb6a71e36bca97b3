"""The post-incident review: what close asks, the action items, and the document."""
