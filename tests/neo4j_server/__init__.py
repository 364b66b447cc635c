"""A real Neo4j server for the tests, on any Linux or macOS machine that has Python alone.

See ``server.start``; ``install`` fetches ahead of time what it needs.
"""
