"""Articles in, passages findable. Imports nothing of ours."""
