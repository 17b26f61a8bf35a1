"""Throws bytes and structures at everything that reads what others wrote; `python -m tests.fuzz --help`."""
