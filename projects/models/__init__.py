from projects.models.case import Assignment, Case, CaseKeyCounter
from projects.models.history import PhaseVisit, StateChange
from projects.models.importing import ImportedRow, ImportFile, ImportMapping, ImportRun
from projects.models.reporting import Comment, StatusUpdate
from projects.models.revision import Revision
from projects.models.searching import SearchWord

__all__ = [
    "Assignment",
    "Case",
    "CaseKeyCounter",
    "Comment",
    "ImportFile",
    "ImportMapping",
    "ImportRun",
    "ImportedRow",
    "PhaseVisit",
    "Revision",
    "SearchWord",
    "StateChange",
    "StatusUpdate",
]
