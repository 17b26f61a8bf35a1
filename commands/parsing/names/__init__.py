"""From what people call a thing to Launch Library's, and back."""
