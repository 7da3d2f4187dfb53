"""The record itself: the only place in the domain that reads and writes a database."""
