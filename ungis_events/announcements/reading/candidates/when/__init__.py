"""When: the day, the hours, the zones, and what most of them say."""
