"""Question to hits to cited answer. Imports index."""
