"""A simulated world: what announces, for days, through every trouble, in milliseconds and from one seed.

The real code of `bot.announcing` and `storage.state` runs on a loop whose time is virtual, on a real SQLite
file that is called within the loop. Platforms and catalogue are models. See docs/promises.md.
"""
