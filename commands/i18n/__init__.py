"""Texts in the reader's language, and numbers, dates and lists as that language writes them."""
