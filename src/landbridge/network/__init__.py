"""People, organisations, hubs and their roles."""
