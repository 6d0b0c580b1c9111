"""Pages of the road show."""
