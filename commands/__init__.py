"""What the bot can do, on any platform: queries, handlers and the cards they answer with."""
