"""The command line: nouns, then verbs; `output` alone writes to stdout."""
