"""What the programs are measured on, made anew from numbers and the same in every run."""
