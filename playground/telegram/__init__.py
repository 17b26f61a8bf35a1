"""A local stand-in for Telegram's Bot API server.

An unmodified python-telegram-bot application connects to it over loopback; people act through
`TelegramServer.say`, `press` and their siblings. Start at `server.py`.
"""
