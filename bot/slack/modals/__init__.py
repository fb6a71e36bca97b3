"""Forms: each a pure function from the incident to a Slack view, and a reader of what comes back."""
