"""Posts results: finds out what is new, decides who is to hear of it, and sends it exactly once."""
