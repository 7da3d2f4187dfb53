"""The worklist: what has to be done by whom, put together from obligations, signals, proposals and who is away."""
