"""What a front end may call: one file a noun, joining catalog, feeds, storage and configuration."""
