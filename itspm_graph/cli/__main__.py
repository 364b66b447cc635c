"""`python -m itspm_graph.cli` is `itspm`."""

from itspm_graph.cli import main

if __name__ == "__main__":
    main()
