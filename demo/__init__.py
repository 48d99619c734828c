"""A made-up authority, so that a newcomer meets the product with believable families in it. Never in production."""
