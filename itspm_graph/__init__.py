"""IT Service Portfolio Management as a graph."""

__version__ = "0.1.0"
