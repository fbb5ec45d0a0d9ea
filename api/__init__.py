"""The surfaces: HTTP, command line, page and clients. Imports search and index."""
