"""Reports that people read, print and sign: one page, one file."""
