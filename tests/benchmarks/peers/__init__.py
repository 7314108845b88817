"""The peers: small honest programs that do what ours does and nothing else."""
