"""Launches in Launch Library 2.0.0's own words, for `python -m bot query --json`."""
