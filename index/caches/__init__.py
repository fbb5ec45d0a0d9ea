"""FAISS, Tantivy and what is held in memory: made from the store at any time."""
