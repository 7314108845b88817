"""pmlearn: learn product management in your terminal, one ticked step at a time."""

__version__ = "0.1.0"
