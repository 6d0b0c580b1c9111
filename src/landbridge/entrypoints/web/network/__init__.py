"""Pages of the network: organisations, people, members, personal data, search."""
