"""The optional fields that some gate requires. Pure."""

FIELDS_A_GATE_REQUIRES = {
    "projects.Challenge": {"who_is_affected"},
    "projects.Case": {
        "why_innovation", "looked_around", "receiving_unit", "replaces", "in_use_on",
        "follow_up_by", "next_review_on",
    },
    "projects.Trial": {
        "success_criterion", "planned_start_on", "planned_end_on", "people", "budget",
    },
    "projects.Benefit": {
        "owner", "indicator", "baseline", "baseline_on", "target", "target_on",
    },
}  # fmt: skip
