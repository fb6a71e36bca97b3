"""What the program takes, measured beside others; `./dev bench NAME` runs one. Nothing of the program imports this."""
