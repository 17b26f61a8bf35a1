"""Starts things and keeps time: command line, settings, composition root, sync and scheduler."""
