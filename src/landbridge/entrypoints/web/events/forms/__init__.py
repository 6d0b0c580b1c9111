"""The forms, one module a topic."""
