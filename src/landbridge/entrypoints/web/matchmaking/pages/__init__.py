"""Needs, shortlists, pairs."""
