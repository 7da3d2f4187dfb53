"""What may be recorded: pure functions from a state and a question to facts, or to a refusal.

A decision is called as ``decision(municipality, on=occasion, **question)`` and answers with a tuple of facts, in the
order of recording; an empty tuple when there is nothing new. Facts can always be recorded: what the policy asks becomes
an obligation or a warning. What the province itself decides is guarded.
"""
