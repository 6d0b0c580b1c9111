"""The ways in: pages, API, command line and worker. Each parses, calls one action or query, and renders."""
