"""How it is going: figures of many launches, side by side too, profiles, and the launches of a day."""
