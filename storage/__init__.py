"""What the bot keeps: the catalogue of launches and the state of the chats."""
