"""Large files: written by a worker, complete or absent, fetched in pieces."""
