"""Checklists, outlines and tables of others, made curricula: a reader for each, and one way on from there."""
