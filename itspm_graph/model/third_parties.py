"""Third parties as a supervisor wants to know of them (Regulation (EU) 2022/2554, Art. 28 and 29).

The fields are those of the register of information (Implementing Regulation (EU) 2024/2956) that
contracts and vendors don't state anyway.
"""

from __future__ import annotations

from datetime import date

from itspm_graph.model.vendors import Contract, Vendor
from itspm_graph.records import Choice, Country, Edge, Node


class IctServiceType(Choice):
    """Type of ICT services, by the code of the register."""

    S01 = "S01"
    S02 = "S02"
    S03 = "S03"
    S04 = "S04"
    S05 = "S05"
    S06 = "S06"
    S07 = "S07"
    S08 = "S08"
    S09 = "S09"
    S10 = "S10"
    S11 = "S11"
    S12 = "S12"
    S13 = "S13"
    S14 = "S14"
    S15 = "S15"
    S16 = "S16"
    S17 = "S17"
    S18 = "S18"
    S19 = "S19"


class Level(Choice):
    """How much."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Reliance(Choice):
    """How much a function relies on what is bought."""

    NOT_SIGNIFICANT = "not_significant"
    LOW = "low"
    MATERIAL = "material"
    FULL = "full"


class Substitutability(Choice):
    """How hard it is to have somebody else do it."""

    NOT_SUBSTITUTABLE = "not_substitutable"
    HIGHLY_COMPLEX = "highly_complex"
    MEDIUM_COMPLEXITY = "medium_complexity"
    EASILY = "easily"


class SubstitutionObstacle(Choice):
    """Why it is hard."""

    NO_ALTERNATIVES = "no_alternatives"
    MIGRATION = "migration"
    BOTH = "both"


class Reintegration(Choice):
    """How hard it is to do it ourselves again."""

    EASY = "easy"
    DIFFICULT = "difficult"
    HIGHLY_COMPLEX = "highly_complex"


class ThirdPartyAssessment(Node):
    """What was found of a contract with a vendor: reliance, data, and how to leave."""

    ict_service_type: IctServiceType | None = None
    """Type of ICT services that it is about."""
    governing_law: Country | None = None
    """Whose law the contract is under."""
    provided_from: Country | None = None
    """From where the services are provided."""
    stores_data: bool | None = None
    """Whether data is stored there."""
    data_location: Country | None = None
    """Where data is at rest."""
    processing_location: Country | None = None
    """Where data is processed."""
    data_sensitivity: Level | None = None
    """How sensitive the data is."""
    reliance: Reliance | None = None
    """How much functions rely on it."""
    substitutability: Substitutability | None = None
    """How hard it is to have somebody else do it."""
    obstacle: SubstitutionObstacle | None = None
    """Why, where it is hard."""
    audited_on: date | None = None
    """Day of the last audit of the provider."""
    exit_plan: bool | None = None
    """Whether there is a plan to leave."""
    exit_plan_tested_on: date | None = None
    """Day on which that was tried last."""
    reintegration: Reintegration | None = None
    """How hard it is to do it ourselves again."""
    discontinuation_impact: Level | None = None
    """What it would mean to go without; not assessed where absent."""
    alternatives_identified: bool | None = None
    """Whether somebody else was looked for."""
    termination_reason: str | None = None
    """Why the contract ended, where it has."""
    assessed_on: date | None = None
    """Day of the assessment."""


class AssessmentOf(Edge):
    """The contract that was assessed."""

    sources = (ThirdPartyAssessment,)
    targets = (Contract,)
    inverse = "third_party_assessments"
    one_target = True


class HasAlternative(Edge):
    """Who else could do it."""

    sources = (ThirdPartyAssessment,)
    targets = (Vendor,)
    inverse = "alternative_in"
