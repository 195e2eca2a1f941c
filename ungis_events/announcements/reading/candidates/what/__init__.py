"""What it is called, what it stands beside, and who holds it."""
