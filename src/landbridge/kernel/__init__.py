"""What every room may rely on, and what relies on nothing: the standard library only."""
