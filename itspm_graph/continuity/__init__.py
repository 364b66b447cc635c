"""What a disaster does, how long recovery takes, what is lost, and whether the plan holds."""

from __future__ import annotations

from itspm_graph.continuity.simulating import simulation

__all__ = ["simulation"]
