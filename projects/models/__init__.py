from projects.models.assignment import Assignment
from projects.models.case import Case
from projects.models.formal import ArchiveReference, Cost, FormalDecision, Funding
from projects.models.formula import AssessmentRound, FactorScore, SuccessAssessment
from projects.models.gates import Condition, GateDecision, GateProposal
from projects.models.history import Pause, PhaseVisit, StateChange, Stop
from projects.models.importing import ImportedRow, ImportFile, ImportMapping, ImportRun
from projects.models.refine import Lesson, Reuse
from projects.models.reporting import Comment, StatusUpdate
from projects.models.revision import Revision
from projects.models.searching import SearchWord
from projects.models.system import Criterion, Option, Rating, Round, Trial
from projects.models.use import Benefit, DiffusionAssessment, ImplementationStep, Measurement
from projects.models.what import Challenge, Figure, InnovationQuestion, Insight, PlanReference
from projects.models.who import (
    Anchoring,
    Engagement,
    Stakeholder,
    StakeholderAssessment,
    StakeholderContact,
    StakeholderMeasure,
)

__all__ = [
    "Anchoring",
    "ArchiveReference",
    "AssessmentRound",
    "Assignment",
    "Benefit",
    "Case",
    "Challenge",
    "Comment",
    "Condition",
    "Cost",
    "Criterion",
    "DiffusionAssessment",
    "Engagement",
    "FactorScore",
    "Figure",
    "FormalDecision",
    "Funding",
    "GateDecision",
    "GateProposal",
    "ImplementationStep",
    "ImportFile",
    "ImportMapping",
    "ImportRun",
    "ImportedRow",
    "InnovationQuestion",
    "Insight",
    "Lesson",
    "Measurement",
    "Option",
    "Pause",
    "PhaseVisit",
    "PlanReference",
    "Rating",
    "Reuse",
    "Revision",
    "Round",
    "SearchWord",
    "Stakeholder",
    "StakeholderAssessment",
    "StakeholderContact",
    "StakeholderMeasure",
    "StateChange",
    "StatusUpdate",
    "Stop",
    "SuccessAssessment",
    "Trial",
]
