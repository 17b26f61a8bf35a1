"""Local stand-ins for the servers the bot talks to, and a page to chat with it.

Nothing here imports the bot: an unmodified discord.py and python-telegram-bot connect over loopback.
"""
