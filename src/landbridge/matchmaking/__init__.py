"""Needs, hard constraints between parties, and explained shortlists."""
