"""Stage 3: what each field could be. A folder for what is read together."""
