"""Letters of the province: suggested from the record, made by whoever sends them, drawn as PDF, filed in the case."""
