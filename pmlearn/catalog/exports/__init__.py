"""Curricula, with or without what a learner did, as files for other programs: Markdown, CSV, YAML."""
