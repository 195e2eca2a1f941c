"""Where and how people meet, register and join."""
