"""The tools that a language model calls, over the Model Context Protocol. The same answers as everywhere else."""
