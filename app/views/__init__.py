"""Page scripts."""
