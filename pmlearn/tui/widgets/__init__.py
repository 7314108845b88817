"""Widgets that several screens are made of; attributes down, messages up."""
