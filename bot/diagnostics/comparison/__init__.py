"""A diagnosis beside an earlier one, and beside what is expected."""
