"""Tests of the state, on real SQLite files."""
