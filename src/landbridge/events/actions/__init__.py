"""Writes of the road show, one module a topic."""
