"""Pure functions over a snapshot, one module per question."""
