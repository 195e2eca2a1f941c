"""What it is about: the prose and the topics."""
