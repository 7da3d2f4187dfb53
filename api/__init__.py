"""The edge: who is asking, what they ask, and how the answer is shown."""
