"""The real parts that tests stand on: PostgreSQL, Redis, Chromium."""
