"""Queries and actions as text: in Launch Library's form, and in the few bytes of a button."""
