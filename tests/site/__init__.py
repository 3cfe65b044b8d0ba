"""The build, and what it makes, read from files."""
