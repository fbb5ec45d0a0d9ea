"""One file a command: `run(arguments, settings)` gives the exit status."""
