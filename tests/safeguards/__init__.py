"""Each safeguard of announcing, switched off once: a simulated world or a test has to notice."""
