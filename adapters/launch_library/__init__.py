"""Launch Library 2: its wire formats and its request budget, with httpx."""
