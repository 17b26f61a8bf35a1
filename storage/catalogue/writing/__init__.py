"""How records get into the catalogue: compared, merged, and written in one go."""
