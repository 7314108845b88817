"""The nouns, pure: frozen values and the functions over them; the standard library alone."""
