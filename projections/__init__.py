"""The read side: the record replayed into tables, one module per question that people ask."""
