"""Whether clients with some roots accept a chain as it was sent."""
