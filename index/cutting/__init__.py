"""Article to passages: sentences, sections, token budgets."""
