"""One grammar of times: what a stretch, a point or a day of the year is called, and when that was."""
