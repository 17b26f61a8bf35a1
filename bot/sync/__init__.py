"""Keeps the catalogue like Launch Library, within the request budget."""
