"""Files as offices really send them, read into checked rows: no database, and nothing decided about a case."""
