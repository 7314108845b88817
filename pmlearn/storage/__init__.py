"""The disk side: the journal, the state folded from it, entries, and the index over them."""
