"""One file a screen; screens do not import screens."""
