"""The state: what people asked for and what is owed to them. Precious, unlike the catalogue."""
