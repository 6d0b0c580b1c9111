"""The pages that belong to no room: home, running work, preferences, errors, the style guide."""
