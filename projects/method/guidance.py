"""Guidance of the method: a few questions and a description of a good answer, for each phase,
each kind of record, each group of facts and each factor of the formula. Pure.

The questions are SLIK's and N3's in our own words. Short: two to four questions that a person can
ask in a meeting, and one or two sentences to compare the answers with.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.choices.phases import Phase
from projects.choices.vocabulary import Factor


@dataclass(frozen=True)
class Guide:
    """Questions to ask, and what good looks like."""

    questions: tuple[Promise, ...]
    good: Promise


def _guide(*questions, good):
    return Guide(questions, good)


GUIDE_BY_PHASE: dict[Phase, Guide] = {
    Phase.WHAT: _guide(
        _("What is the problem, seen by those who have it?"),
        _("Why will small improvements not do?"),
        _("Whom have we not talked with yet, and whom do the others point to?"),
        _("Who has tried something clever already, here or elsewhere?"),
        good=_(
            "We can tell of the need in the users’ own words and back it with facts, and we "
            "have not settled on a solution yet."
        ),
    ),
    Phase.WHO: _guide(
        _("Who notices if this works, and who notices if it does not?"),
        _("Who owns the problem inside the municipality, and are they with us?"),
        _("Who can say no, and have we heard why they might?"),
        _("Who sees it quite differently, and can help us think?"),
        good=_(
            "Users, the problem owner and somebody from outside take part as equals, and "
            "everybody knows their role. Those in charge have said that they want this without "
            "knowing the answer."
        ),
    ),
    Phase.SYSTEM: _guide(
        _("How will we work, meet and learn until the next gate?"),
        _("What is the smallest test that gives an honest answer?"),
        _("How is it today, in figures?"),
        _("Who sets aside time and money, and for how long?"),
        good=_(
            "Several solutions are weighed, one is chosen for trial with a reason, and the "
            "success criterion is written before the trial begins."
        ),
    ),
    Phase.USE: _guide(
        _("What did the trial show, also what we did not hope for?"),
        _("Who takes over, and do they want it?"),
        _("What can stop when this begins?"),
        _("What must those who shall use it know, dare and have time for?"),
        good=_(
            "The decision is made and can be found, a unit has received it, and it stands in "
            "routines, plan and budget."
        ),
    ),
    Phase.REFINE: _guide(
        _("Has it become better for those it was meant for, and how do we know?"),
        _("What would we do differently if we began again?"),
        _("Who else has the same need?"),
        _("Which new question did this give us?"),
        good=_(
            "Benefits are measured after the baseline, and the lessons are written so that "
            "strangers can use them. Somebody in the line looks at it again on a set day."
        ),
    ),
}

# The challenge, and the groups of facts (projects.method.facts)
GUIDE_BY_FACT_GROUP: dict[str, Guide] = {
    "challenge": _guide(
        _("Who is affected, and what does their day look like?"),
        _("What is the cause, and what is only a sign of it?"),
        _("What happens if we do nothing?"),
        good=_(
            "A stranger understands who has the problem and why it lasts. No solution hides in "
            "the words."
        ),
    ),
    "ground": _guide(
        _("What have we tried before, and why was it not enough?"),
        _("Who has met the same problem, and what did they learn?"),
        _("Which of our plans does this serve?"),
        good=_("One line that convinces somebody who would rather mend what we have."),
    ),
    "uncertainty": _guide(
        _("What do we believe without knowing it?"),
        _("What could make us stop?"),
        _("Must the politicians decide something before we try?"),
        good=_("The risk is said openly, so that those who decide take it knowingly."),
    ),
    "handover": _guide(
        _("Which unit receives it, and what do they need from us?"),
        _("What does it replace, and who dares to stop the old?"),
        good=_("A named unit has said yes, and what shall stop is written down."),
    ),
    "in_use": _guide(
        _("Is it in daily use, also when we are not looking?"),
        _("Who looks at it next, and when?"),
        good=_(
            "There is a date from which it is ordinary work, and a review in the unit’s yearly "
            "cycle."
        ),
    ),
}

# Kinds of records (projects.records.kinds)
GUIDE_BY_KIND: dict[str, Guide] = {
    "question": _guide(
        _("Which insight does it build on?"),
        _("Does it say what we wish for, not only what we want to be rid of?"),
        _("Do people want to begin when they hear it?"),
        _("Can it be said in one breath?"),
        good=_(
            "One open question of at most 200 characters that ends with a question mark. Turn "
            "it from our problem to the users’ wish, and write it anew each time we learn "
            "something."
        ),
    ),
    "insight": _guide(
        _("What surprised us?"),
        _("Whose need is it, and what did they say themselves?"),
        _("How do we know: did we see it, hear it or count it?"),
        _("Whom should we ask next?"),
        good=_(
            "One thing learnt in each insight, with its source, so that somebody else can check"
            " it. Leave out names of people."
        ),
    ),
    "figure": _guide(
        _("Which figure made somebody say: is it really so?"),
        _("What do we spend, and what comes of it?"),
        good=_("Few figures, each with source and date, that open a talk rather than close it."),
    ),
    "plan": _guide(
        _("Where have the politicians already pointed at this need?"),
        _("Which plan must change if this works?"),
        good=_("Plan, period and goal are named, so that time and money can follow."),
    ),
    "stakeholder": _guide(
        _("Who is affected, who works with it, and who stands close to them?"),
        _("Who has both subject knowledge and power to decide?"),
        _("Is there a mix of age, gender and background?"),
        _("Who should be asked in, and who is done now?"),
        good=_(
            "Users and somebody from outside are there, and their view stands in their own "
            "words. We look at the list again in each phase."
        ),
    ),
    "contact": _guide(
        _("Do we need this to keep what we have promised them?"),
        _("When can we delete it?"),
        good=_("Only what is needed, for a purpose they would recognise, until a set day."),
    ),
    "stakeholder_assessment": _guide(
        _("How much does this mean to them?"),
        _("How much can they help or hinder?"),
        _("What are they afraid to lose?"),
        good=_("Written as if they could read it. Resistance is knowledge: use their words."),
    ),
    "stakeholder_measure": _guide(
        _("What do they need from us now: an answer, a place at the table, or time?"),
        _("Who talks with them, and by when?"),
        good=_(
            "One small thing, one person, one day. Begin with those who have much interest and "
            "much influence."
        ),
    ),
    "engagement": _guide(
        _("Did they shape it, or were they told?"),
        _("What did they say that we did not expect?"),
        _("What did we do with it, and have we told them?"),
        good=_(
            "People get answers, not only information: they can see what came of what they "
            "said, also when the answer is no."
        ),
    ),
    "anchoring": _guide(
        _("Who must stand by this when something goes wrong?"),
        _("What was cleared, and what was not?"),
        _("Do they know that the answer is not known yet?"),
        good=_(
            "All five levels have lately said yes to trying, and for long enough to learn from "
            "it. A decision by the council does not speak for the staff."
        ),
    ),
    "option": _guide(
        _("What does it give those who have the need, compared with what it costs?"),
        _("What are the alternatives, also to do nothing?"),
        _("Which one would we choose if none of them were our own idea?"),
        good=_(
            "There are at least two real options. The choice has a reason, and those not chosen"
            " stay to be found."
        ),
    ),
    "criterion": _guide(
        _("What must be true for us to dare a trial?"),
        _(
            "What weighs most: effect on the need, a cheap and honest test, the right skills, "
            "or a good fit with what we have?"
        ),
        good=_("Three to five criteria, agreed before the options are rated."),
    ),
    "rating": _guide(
        _("What do we know of this option on this criterion, and what do we guess?"),
        _("Would somebody outside the team say the same?"),
        good=_("A score with a reason that others can disagree with."),
    ),
    "round": _guide(
        _("What do we believe about the need?"),
        _("Which question shall this round answer?"),
        _("What do we know of the need now that we did not know before?"),
        good=_(
            "Short rounds with real users: need, solution, test, and back to the need. The "
            "conclusion says what we learnt."
        ),
    ),
    "trial": _guide(
        _("What must happen for us to say that it works?"),
        _("Who tests: those who shall use it, or we ourselves?"),
        _("What is the cheapest trial that still gives a good answer?"),
        _("What do we do next, whichever way it goes?"),
        good=_(
            "The success criterion is written before the start and then left alone. A refuted "
            "hypothesis is a result too."
        ),
    ),
    "benefit": _guide(
        _("For whom does it get better, and how will they notice?"),
        _("Which one figure shows it, and what is it today?"),
        _("Who in the line answers for it when the project is over?"),
        good=_(
            "Few benefits, each with an owner, one indicator and a baseline measured before the"
            " first trial."
        ),
    ),
    "diffusion": _guide(
        _("What gets better for them, compared with what they do today?"),
        _("Does it fit their culture and their day?"),
        _("Can they try it first, and see that it works for others?"),
        good=_(
            "Answered with those who shall use it, not on their behalf. Low scores say where to"
            " make it simpler."
        ),
    ),
    "step": _guide(
        _("What must be in place before people are asked to work in a new way?"),
        _("When do we look back and adjust?"),
        good=_(
            "All eight are settled: done, planned with a name and a date, or not relevant with "
            "a reason."
        ),
    ),
    "decision": _guide(
        _("What exactly was decided, by whom, and where does it stand?"),
        _("What does the decision ask of us, and by when?"),
        good=_("Number and date are there, so that anybody can find the papers."),
    ),
    "archive": _guide(
        _("Under which number can others find the papers?"),
        _("Is anything exempt from public access, and by which law?"),
        good=_("The number as it stands in the archive. The papers themselves stay there."),
    ),
    "funding": _guide(
        _("Who pays for learning, not only for results?"),
        _("What does the funder want to hear from us, and when?"),
        good=_(
            "Applied for, granted and paid stand apart, and no report date comes as a surprise."
        ),
    ),
    "cost": _guide(
        _("What did it cost, in money and in hours?"),
        _("What will it cost each year from now on?"),
        good=_("Rough and complete is better than exact and partial."),
    ),
    "measurement": _guide(
        _("Do we measure the same thing in the same way as the baseline?"),
        _("What else may have changed the figure?"),
        good=_("Source and method stand beside the figure, also when the figure disappoints."),
    ),
    "lesson": _guide(
        _("What happened, and what did we learn from it?"),
        _("What would we tell another municipality that begins tomorrow?"),
        _("Where does it hold, and where not?"),
        good=_(
            "Missteps are told as plainly as successes, and the advice can be followed without "
            "knowing us."
        ),
    ),
    "reuse": _guide(
        _("Who took it up, and what did they change?"),
        _("What can we learn back from them?"),
        good=_("We know how it went with them, not only that they asked."),
    ),
}

GUIDE_BY_FACTOR: dict[Factor, Guide] = {
    Factor.NEED: _guide(
        _("What is the real need, and how do we know?"),
        _("Who has it, how many are they, and how much does it matter to them?"),
        _("Would they miss it if we stopped?"),
        good=_(
            "Users have told of the need themselves, and it matters enough for people to change"
            " how they work."
        ),
    ),
    Factor.VALUE: _guide(
        _("Does the solution create value for those who have the need?"),
        _("What is it worth beside what it costs, and beside the alternatives?"),
        _("Who loses something by it?"),
        good=_("Those who have the need have tried it and say that it is better than today."),
    ),
    Factor.TEAM: _guide(
        _("Does the team work well together, and on the champion’s side?"),
        _("Which skills or points of view do we lack?"),
        _("Does everybody have time set aside?"),
        good=_(
            "People with ideas and people who carry them out, from several units and with clear"
            " roles. It is safe to disagree."
        ),
    ),
    Factor.CHAMPION: _guide(
        _("Is there somebody dedicated who drives this?"),
        _("Does the champion have time, backing and a deputy?"),
        _("Does the champion listen when resistance comes?"),
        good=_(
            "One named person drives this by their own will, and their leader knows and makes "
            "room for it."
        ),
    ),
    Factor.ANCHORING: _guide(
        _("Whom must we work with and involve, and are they with us?"),
        _("Who has said yes, and how long ago?"),
        _("Would it survive a new leader or a tight budget?"),
        good=_(
            "Politicians, top management, line, staff and users have each said within the last "
            "year what they will do."
        ),
    ),
}
