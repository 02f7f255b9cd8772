"""The choices of SLIK's method, phase by phase. Codes are never translated. Pure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# --- 1 What -------------------------------------------------------------------------------


class EntryPoint(TextChoices):
    """Why the challenge is taken up."""

    BURNING_PLATFORM = "burning_platform", _("Burning platform: something critical has happened")
    KNOWN_CHALLENGE = "known_challenge", _("Known challenge, unknown solution")
    RENEWAL = "renewal", _("Renewal of something we already do")


class Horizon(TextChoices):
    ACUTE = "acute", pgettext_lazy("challenge", "Acute")
    LONG_TERM = "long_term", pgettext_lazy("challenge", "Long-term")


class Extent(TextChoices):
    BOUNDED = "bounded", pgettext_lazy("challenge", "Bounded")
    COMMUNITY = "community", pgettext_lazy("challenge", "The whole local community")


class InsightKind(TextChoices):
    INTERVIEW = "interview", _("Interview")
    OBSERVATION = "observation", _("Observation")
    DATA = "data", _("Data")
    WORKSHOP = "workshop", _("Workshop")
    INPUT = "input", _("Input from inhabitants or staff")
    OTHERS = "others", _("Other municipalities")
    LITERATURE = "literature", _("Research and reports")


class QualityMark(TextChoices):
    """How an innovation question does on one of its four quality marks."""

    YES = "yes", pgettext_lazy("mark", "Yes")
    PARTLY = "partly", pgettext_lazy("mark", "Partly")
    NO = "no", pgettext_lazy("mark", "No")
    NOT_ASSESSED = "not_assessed", pgettext_lazy("mark", "Not assessed")


class PlanKind(TextChoices):
    STRATEGY_PLAN = "planning_strategy", _("Planning strategy")
    SOCIETY = "society", _("Municipal plan, part on society")
    ACTION = "action", _("Action and economic plan")
    THEMATIC = "thematic", _("Thematic plan")
    STRATEGY = "strategy", _("Strategy")
    OTHER = "other", pgettext_lazy("plan", "Other plan")


class Novelty(TextChoices):
    NEW_TO_US = "new_to_us", _("New to us, known elsewhere")
    DEVELOPED = "developed", _("Developed further from others")
    NEW_IN_NORWAY = "new_in_norway", _("New in Norway")
    NEW = "new", _("New anywhere, as far as we know")


class Facet(TextChoices):
    """OPSI's four facets of innovation."""

    ENHANCEMENT = "enhancement", _("Enhancement: do it better")
    MISSION = "mission", _("Mission: reach a goal")
    ADAPTIVE = "adaptive", _("Adaptive: the world has changed")
    ANTICIPATORY = "anticipatory", _("Anticipatory: prepare for what may come")


# --- 2 Who --------------------------------------------------------------------------------


class StakeholderKind(TextChoices):
    PERSON = "person", pgettext_lazy("stakeholder", "Person")
    GROUP = "group", pgettext_lazy("stakeholder", "Group")
    ORGANISATION = "organisation", pgettext_lazy("stakeholder", "Organisation")
    UNIT = "unit", pgettext_lazy("stakeholder", "Unit")


class StakeholderCategory(TextChoices):
    MANAGEMENT = "management", _("Management")
    USER = "user", pgettext_lazy("stakeholder", "User")
    SUPPLIER = "supplier", _("Supplier")
    PREMISE_SETTER = "premise_setter", _("Sets premises")
    OTHER = "other", pgettext_lazy("stakeholder", "Other")


class Subgroup(TextChoices):
    POLITICIAN = "politician", _("Politician")
    EMPLOYEE = "employee", pgettext_lazy("stakeholder", "Staff")
    UNION = "union", _("Employee representative")
    INHABITANT = "inhabitant", _("Inhabitant")
    RELATIVE = "relative", _("Relative")
    VOLUNTARY = "voluntary", _("Voluntary organisation")
    BUSINESS = "business", _("Business")
    RESEARCH = "research", _("Research")
    STATE = "state", _("The state")
    MUNICIPALITY = "municipality", _("Another municipality")


class Degree(TextChoices):
    """How much there is of something."""

    NONE = "none", pgettext_lazy("degree", "None")
    LITTLE = "little", pgettext_lazy("degree", "Little")
    MEDIUM = "medium", pgettext_lazy("degree", "Medium")
    GREAT = "great", pgettext_lazy("degree", "Great")


class Attitude(TextChoices):
    SUPPORTS = "supports", _("Supports")
    NEUTRAL = "neutral", _("Neutral")
    SCEPTICAL = "sceptical", _("Sceptical")
    OPPOSES = "opposes", _("Opposes")
    UNKNOWN = "unknown", pgettext_lazy("attitude", "Unknown")


class Strategy(TextChoices):
    """How to treat a stakeholder, by interest and influence."""

    ENGAGE = "engage", _("Engage")
    SATISFY = "satisfy", _("Keep satisfied")
    INFORM = "inform", _("Keep informed")
    MONITOR = "monitor", _("Spend little effort")


class MeasureState(TextChoices):
    PLANNED = "planned", pgettext_lazy("measure", "Planned")
    DONE = "done", pgettext_lazy("measure", "Done")
    DROPPED = "dropped", pgettext_lazy("measure", "Dropped")


class EngagementForm(TextChoices):
    COCREATION = "cocreation", _("Co-creation")
    INTERVIEW = "interview", _("Interview")
    WORKSHOP = "workshop", _("Workshop")
    HEARING = "hearing", _("Hearing")
    PUBLIC_MEETING = "public_meeting", _("Public meeting")
    USER_PANEL = "user_panel", _("User panel")
    TEST = "test", pgettext_lazy("engagement", "Test")


class EngagementDegree(TextChoices):
    INFORMED = "informed", pgettext_lazy("engagement", "Informed")
    CONSULTED = "consulted", pgettext_lazy("engagement", "Consulted")
    INVOLVED = "involved", pgettext_lazy("engagement", "Involved")
    COCREATED = "cocreated", pgettext_lazy("engagement", "Co-created")


class AnchoringLevel(TextChoices):
    POLITICAL = "political", _("Political")
    ADMINISTRATIVE = "administrative", _("Top management")
    LINE = "line", _("Line and operations")
    STAFF = "staff", _("Staff and their representatives")
    USERS = "users", _("Users and external parties")


class Coverage(TextChoices):
    """How well a level is anchored, derived from its anchorings."""

    COVERED = "covered", pgettext_lazy("anchoring", "Covered")
    OUTDATED = "outdated", pgettext_lazy("anchoring", "Outdated")
    MISSING = "missing", pgettext_lazy("anchoring", "Missing")


class AnchoringForm(TextChoices):
    DECISION = "decision", pgettext_lazy("anchoring", "Decision")
    BRIEFING = "briefing", pgettext_lazy("anchoring", "Briefing")
    MEETING = "meeting", pgettext_lazy("anchoring", "Meeting")
    WRITTEN = "written", pgettext_lazy("anchoring", "Written support")
    RESOURCES = "resources", pgettext_lazy("anchoring", "Resources set aside")
    PARTICIPATION = "participation", pgettext_lazy("anchoring", "Takes part")


class Responsibility(TextChoices):
    """Who leads the case."""

    MUNICIPALITY = "municipality", _("The municipality")
    SHARED = "shared", pgettext_lazy("responsibility", "Shared")
    EXTERNAL = "external", pgettext_lazy("responsibility", "External party")


# --- 3 System -----------------------------------------------------------------------------


class OptionState(TextChoices):
    CANDIDATE = "candidate", pgettext_lazy("option", "Candidate")
    CHOSEN = "chosen", pgettext_lazy("option", "Chosen for trial")
    REJECTED = "rejected", pgettext_lazy("option", "Not chosen")
    PARKED = "parked", pgettext_lazy("option", "Parked")


class TrialKind(TextChoices):
    PROTOTYPE = "prototype", _("Prototype")
    TEST = "test", pgettext_lazy("trial", "Test")
    PILOT = "pilot", _("Pilot")
    EXPERIMENT = "experiment", pgettext_lazy("trial", "Formal trial")


class TrialResult(TextChoices):
    CONFIRMED = "confirmed", pgettext_lazy("trial", "Confirmed")
    PARTLY = "partly", pgettext_lazy("trial", "Partly confirmed")
    REFUTED = "refuted", pgettext_lazy("trial", "Refuted – we learnt something")
    INCONCLUSIVE = "inconclusive", pgettext_lazy("trial", "Inconclusive")
    BROKEN_OFF = "broken_off", pgettext_lazy("trial", "Broken off")


class TrialNext(TextChoices):
    NEW_ROUND = "new_round", pgettext_lazy("trial", "A new round")
    CHANGE_QUESTION = "change_question", pgettext_lazy("trial", "Change the question")
    GO_ON = "go_on", pgettext_lazy("trial", "Go on")
    STOP = "stop", pgettext_lazy("trial", "Stop")


class BenefitKind(TextChoices):
    AVOIDED_COST = "avoided_cost", _("Avoided cost")
    SAVED_TIME = "saved_time", _("Saved time")
    QUALITY = "quality", _("Better quality")
    STAFF = "staff", _("Staff satisfaction")
    INFLUENCE = "influence", _("Inhabitants’ influence")
    CLIMATE = "climate", _("Climate and environment")
    BUSINESS = "business", _("Value for business")


class BudgetEffect(TextChoices):
    DIRECT = "direct", pgettext_lazy("budget", "Direct")
    INDIRECT = "indirect", pgettext_lazy("budget", "Indirect")
    NONE = "none", pgettext_lazy("budget", "None")


class Beneficiary(TextChoices):
    MUNICIPALITY = "municipality", pgettext_lazy("benefits", "The municipality")
    STATE = "state", pgettext_lazy("benefits", "The state")
    INHABITANT = "inhabitant", pgettext_lazy("benefits", "Inhabitants")
    VOLUNTARY = "voluntary", pgettext_lazy("benefits", "Voluntary organisations")
    BUSINESS = "business", pgettext_lazy("benefits", "Business")
    OTHER = "other", pgettext_lazy("benefits", "Others")


class Direction(TextChoices):
    UP = "up", pgettext_lazy("indicator", "Should go up")
    DOWN = "down", pgettext_lazy("indicator", "Should go down")


class BenefitState(TextChoices):
    EXPECTED = "expected", pgettext_lazy("benefit", "Expected")
    UNDER_WAY = "under_way", pgettext_lazy("benefit", "Under way")
    REALISED = "realised", pgettext_lazy("benefit", "Realised")
    PARTLY = "partly", pgettext_lazy("benefit", "Partly realised")
    NOT_REALISED = "not_realised", pgettext_lazy("benefit", "Not realised")
    DROPPED = "dropped", pgettext_lazy("benefit", "No longer pursued")


# --- 4 Use --------------------------------------------------------------------------------


class ImplementationElement(TextChoices):
    """SLIK's eight elements of putting something into use."""

    ANCHORING = "anchoring", _("Anchoring activities towards all stakeholders")
    INFORMATION = "information", _("Clear information: what, why, and what is expected of each")
    TRAINING = "training", _("Training and adaptation in several rounds")
    TEST_RUNS = "test_runs", _("Test runs and adjustment before wide use")
    ROUTINES = "routines", _("Built into procedures, activity plans and routines")
    STEERING = "steering", _("Indicators, roles and responsibility in the steering")
    MILESTONES = "milestones", _("Milestones, and a review after a time in operation")
    IMPROVEMENT = "improvement", _("Continuous improvement, tied to the unit’s yearly cycle")


class StepState(TextChoices):
    NOT_STARTED = "not_started", pgettext_lazy("step", "Not started")
    PLANNED = "planned", pgettext_lazy("step", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("step", "Under way")
    DONE = "done", pgettext_lazy("step", "Done")
    NOT_RELEVANT = "not_relevant", pgettext_lazy("step", "Not relevant")


class DecisionLevel(TextChoices):
    ADMINISTRATIVE = "administrative", pgettext_lazy("decision", "Administrative")
    POLITICAL = "political", pgettext_lazy("decision", "Political")


class DecisionKind(TextChoices):
    BRIEFING = "briefing", pgettext_lazy("decision", "Briefing")
    PRINCIPLE = "principle", pgettext_lazy("decision", "Decision in principle")
    FUNDING = "funding", pgettext_lazy("decision", "Grant of money")
    CHOICE = "choice", pgettext_lazy("decision", "Choice of what to try")
    IMPLEMENTATION = "implementation", pgettext_lazy("decision", "Put into operation")
    STOP = "stop", pgettext_lazy("decision", "Stop")
    OTHER = "other", pgettext_lazy("decision", "Other")


class DecisionOutcome(TextChoices):
    ADOPTED = "adopted", pgettext_lazy("decision", "Adopted")
    AMENDED = "amended", pgettext_lazy("decision", "Adopted with changes")
    POSTPONED = "postponed", pgettext_lazy("decision", "Postponed")
    REJECTED = "rejected", pgettext_lazy("decision", "Not adopted")
    NOTED = "noted", pgettext_lazy("decision", "Taken note of")


class FollowUp(TextChoices):
    OPEN = "open", pgettext_lazy("follow-up", "Open")
    UNDER_WAY = "under_way", pgettext_lazy("follow-up", "Under way")
    DONE = "done", pgettext_lazy("follow-up", "Done")
    LAPSED = "lapsed", pgettext_lazy("follow-up", "Lapsed")


class FundingSource(TextChoices):
    OWN = "own", _("Own means")
    FUND = "fund", _("Innovation fund")
    PROJECT = "project_grant", _("State governor’s project grant")
    KLIMASATS = "klimasats", "Klimasats"
    RESEARCH = "research_council", _("Research Council of Norway")
    STIMULAB = "stimulab", "StimuLab"
    INNOVATION_NORWAY = "innovation_norway", _("Innovation Norway")
    EU = "eu", "EU"
    HOUSING = "husbanken", "Husbanken"
    COUNTY = "county", _("County authority")
    OTHER = "other", pgettext_lazy("funding", "Other")


class CostKind(TextChoices):
    HOURS = "hours", pgettext_lazy("cost", "Hours")
    PURCHASE = "purchase", pgettext_lazy("cost", "Purchase")
    INVESTMENT = "investment", pgettext_lazy("cost", "Investment")
    OPERATION = "operation", pgettext_lazy("cost", "Operation")


# --- 5 Refine -----------------------------------------------------------------------------


class LessonKind(TextChoices):
    SUCCESS = "success", pgettext_lazy("lesson", "Success")
    MISSTEP = "misstep", pgettext_lazy("lesson", "Misstep")
    SURPRISE = "surprise", pgettext_lazy("lesson", "Surprise")
    RESISTANCE = "resistance", pgettext_lazy("lesson", "Resistance")
    METHOD = "method", pgettext_lazy("lesson", "Method")


class Transferability(TextChoices):
    LOW = "low", pgettext_lazy("transferability", "Low")
    MEDIUM = "medium", pgettext_lazy("transferability", "Medium")
    HIGH = "high", pgettext_lazy("transferability", "High")


class LessonSharing(TextChoices):
    """How far a lesson is shared."""

    CASE = "case", pgettext_lazy("sharing", "Those who read the case")
    MUNICIPALITY = "municipality", pgettext_lazy("sharing", "The whole municipality")
    PUBLIC = "public", pgettext_lazy("sharing", "Everybody")


# --- Across the phases --------------------------------------------------------------------


class Factor(TextChoices):
    """The five factors of the success formula, in its order."""

    NEED = "need", pgettext_lazy("factor", "Need")
    VALUE = "value", pgettext_lazy("factor", "The solution’s value")
    TEAM = "team", pgettext_lazy("factor", "Team")
    CHAMPION = "champion", pgettext_lazy("factor", "Champion")
    ANCHORING = "anchoring", pgettext_lazy("factor", "Anchoring")


class Occasion(TextChoices):
    START = "start", pgettext_lazy("occasion", "Start")
    GATE = "gate", pgettext_lazy("occasion", "Before a gate")
    ROUTINE = "routine", pgettext_lazy("occasion", "Routine")
    AFTER_TRIAL = "after_trial", pgettext_lazy("occasion", "After a trial")


class GateOutcome(TextChoices):
    """The decision on a proposal to pass a gate."""

    GO = "go", pgettext_lazy("gate", "Go on")
    GO_WITH_EXCEPTIONS = "go_with_exceptions", pgettext_lazy("gate", "Go on, with conditions")
    REWORK = "rework", pgettext_lazy("gate", "Work more first")
    DECLINE = "decline", pgettext_lazy("gate", "Not now")


class PauseCause(TextChoices):
    CAPACITY = "capacity", pgettext_lazy("pause", "Capacity")
    MONEY = "money", pgettext_lazy("pause", "Money")
    DECISION = "decision", pgettext_lazy("pause", "Waiting for a decision")
    SUPPLIER = "supplier", pgettext_lazy("pause", "Waiting for a supplier")
    RULES = "rules", pgettext_lazy("pause", "Laws and rules")
    TECHNICAL = "technical", pgettext_lazy("pause", "Technical")
    SEASON = "season", pgettext_lazy("pause", "Season")
    OTHER = "other", pgettext_lazy("pause", "Other")


class StopCause(TextChoices):
    TRIAL_COMPLETED = "trial_completed", _("The trial was completed and is not continued")
    NEED_GONE = "need_gone", _("The need is gone")
    SOLUTION = "solution", _("The solution did not work")
    TECHNOLOGY = "technology", _("The technology was not ready")
    ANCHORING = "anchoring", _("It was not anchored")
    PEOPLE = "people", _("A champion or a team was missing")
    MONEY = "money", _("Economy")
    RULES = "rules", _("Laws and rules")
    SOLVED_OTHERWISE = "solved_otherwise", _("Solved in another way")
    TAKEN_OVER = "taken_over", _("Taken over by others")
    MERGED = "merged", _("Made part of another case")
    OTHER = "other", pgettext_lazy("stop", "Other")
