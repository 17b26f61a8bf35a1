"""Tests of the Launch Library client and its codecs."""
