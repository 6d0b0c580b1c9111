"""The API under `/api/`: what the pages offer, for programs."""
