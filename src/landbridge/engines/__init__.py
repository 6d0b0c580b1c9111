"""Pure, typed, seeded libraries that are useful without the platform: no Django, no database, no network."""
