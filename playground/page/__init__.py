"""The page on which a person chats with the bot in both stand-ins, side by side."""
