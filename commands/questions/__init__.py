"""Questions that want an answer rather than a list."""
