"""Country, family, pad and programme over the wire: typed, completed and by touch, on both platforms."""
