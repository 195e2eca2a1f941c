"""Separate processes on a file SQLite and on PostgreSQL."""
