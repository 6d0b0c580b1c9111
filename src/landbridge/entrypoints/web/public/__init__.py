"""Pages for everybody, without a log-in: what a hub chose to show."""
