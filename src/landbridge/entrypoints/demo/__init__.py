"""The demonstration network: a hub of fictional people around the facts of a published road show."""
