"""What a diagnosis is made of: frozen values without behaviour of their own, and their form in JSON."""
