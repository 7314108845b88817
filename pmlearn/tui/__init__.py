"""The terminal app: screens made of one list widget, keys from one registry."""
