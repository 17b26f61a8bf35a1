"""What leads from a card to elsewhere: links, inline results, the other platform."""
