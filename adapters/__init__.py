"""Everything that speaks somebody else's protocol: two chat platforms, Launch Library, the playground."""
