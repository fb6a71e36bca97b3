"""How the app hears of things: Socket Mode, events that are retried, and payloads of what people do."""
