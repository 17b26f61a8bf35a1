"""What a channel is told by itself: asking for it, when it is due, and sending it."""
