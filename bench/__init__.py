"""Repeatable measurements. Each prints a table and the hardware it ran on."""
