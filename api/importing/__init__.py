"""Importing figures, whoever asks: from a file to what is recorded of it, and the account of that."""
