"""YAML to curricula: where they are found, how they are read, and every mistake with its line."""
