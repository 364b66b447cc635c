"""The engine twins of `queries/`: the same answers over a snapshot, one module per process."""
