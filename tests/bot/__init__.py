"""Tests of what starts things and keeps time."""
