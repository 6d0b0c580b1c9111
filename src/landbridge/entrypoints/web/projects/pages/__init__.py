"""The list, one project, and its changes."""
