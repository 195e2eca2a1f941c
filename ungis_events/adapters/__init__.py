"""The outside world, each part behind a small package that knows nothing of our features."""
