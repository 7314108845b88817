"""What is measured: one file for each name of the command line."""
