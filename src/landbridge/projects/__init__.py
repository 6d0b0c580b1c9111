"""Projects, their journey from station to station, and what they ask for."""
