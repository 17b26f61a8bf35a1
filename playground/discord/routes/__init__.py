"""What answers each REST request: one module for each kind of thing."""

from __future__ import annotations

from . import application, channels, interactions, threads, webhooks

ALL = application.ROUTES + channels.ROUTES + interactions.ROUTES + threads.ROUTES + webhooks.ROUTES
