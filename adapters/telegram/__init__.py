"""Telegram: chat commands, inline keyboards, rendering and sending, with python-telegram-bot."""
