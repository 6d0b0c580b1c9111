"""Pages of a demonstration only: enter as a role, move the clock."""
