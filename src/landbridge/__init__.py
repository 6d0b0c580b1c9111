"""Landbridge runs an international innovation network, from first contact to outcome, with the evidence behind it."""
