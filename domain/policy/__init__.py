"""The rules of the policy framework as pure functions: terms, trend, advice, obligations."""
