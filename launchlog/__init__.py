"""Launchlog as an installed program: one name to import, with the rooms of the repository inside."""
