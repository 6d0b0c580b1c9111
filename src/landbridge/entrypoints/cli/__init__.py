"""The `landbridge` command."""
