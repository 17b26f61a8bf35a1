"""A local Discord server: REST, gateway and the people in front of it, reached over loopback."""
