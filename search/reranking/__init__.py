"""A small model that reads question and sentence together."""
