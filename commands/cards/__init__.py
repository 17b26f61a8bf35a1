"""Cards: what the bot answers, before any platform has drawn it."""
