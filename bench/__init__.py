"""Measures the product at scale: a generator of made-up people, and a runner that holds pages to their budgets."""
