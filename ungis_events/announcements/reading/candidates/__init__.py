"""Stage 3: what each field could be. One file a field, or fields that are read together."""
