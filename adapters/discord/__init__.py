"""Discord: slash commands, components, rendering and sending, with discord.py."""
