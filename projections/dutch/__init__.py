"""The record in plain Dutch: words for the terms of the model, and a sentence for every fact."""
