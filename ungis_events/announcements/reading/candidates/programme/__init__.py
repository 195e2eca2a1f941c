"""Who takes part, and the programme."""
