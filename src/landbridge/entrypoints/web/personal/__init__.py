"""Pages for people who come by a personal link: a phone, no account, perhaps no script."""
