"""The player: a message from Python, drawn and played by the browser."""
