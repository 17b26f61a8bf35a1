"""How launches end: the words for it, and the statuses that each stands for."""

from __future__ import annotations

from commands.i18n.translation import marked
from storage.models import StatusId
from storage.query import Landing

OUTCOMES: dict[str, tuple[StatusId, ...]] = {
    "success": (StatusId.SUCCESS,),
    "failure": (StatusId.FAILURE,),
    "partial": (StatusId.PARTIAL_FAILURE,),
    "unsuccessful": (StatusId.FAILURE, StatusId.PARTIAL_FAILURE),
    "pending": (
        StatusId.GO, StatusId.TBD, StatusId.HOLD, StatusId.IN_FLIGHT, StatusId.TBC, StatusId.PAYLOAD_DEPLOYED,
    ),
}  # fmt: skip
"""Words for outcomes and the statuses they stand for."""

OUTCOME_LABELS = {
    "success": marked("Success"),
    "failure": marked("Failure"),
    "partial": marked("Partial failure"),
    "unsuccessful": marked("Failure or partial failure"),
    "pending": marked("No outcome yet"),
}

OUTCOME_PLURALS = {
    "success": marked("successes"),
    "failure": marked("failures"),
    "partial": marked("partial failures"),
    "unsuccessful": marked("failures and partial failures"),
    "pending": marked("no outcome yet"),
}
"""The same of several launches, in the middle of a sentence."""

ENDINGS = {word: label for word, label in OUTCOME_LABELS.items() if word != "pending"}
"""The outcomes that there are results of: the only ones that a subscription can ask for."""

STATUS_LABELS: dict[int, str] = {
    StatusId.GO: marked("Result not confirmed yet"),
    StatusId.TBD: marked("Date to be determined"),
    StatusId.SUCCESS: OUTCOME_LABELS["success"],
    StatusId.FAILURE: OUTCOME_LABELS["failure"],
    StatusId.HOLD: marked("On hold"),
    StatusId.IN_FLIGHT: marked("In flight"),
    StatusId.PARTIAL_FAILURE: OUTCOME_LABELS["partial"],
    StatusId.TBC: marked("Date to be confirmed"),
    StatusId.PAYLOAD_DEPLOYED: marked("Payload deployed"),
}
"""Launch Library's statuses in our words."""

SIGNS: dict[int, tuple[str, str]] = {
    StatusId.SUCCESS: ("✅", "success"),
    StatusId.FAILURE: ("❌", "failure"),
    StatusId.PARTIAL_FAILURE: ("⚠️", "partial_failure"),
}
"""What outcomes are known by at a glance, and the names of these signs."""

NO_OUTCOME_SIGN = ("⏳", "no_outcome")
"""The same for every other status."""

GROUP_LABELS = {
    **{word: OUTCOME_LABELS[word] for word in ("success", "failure", "partial")},
    "other": OUTCOME_LABELS["pending"],
}
"""The outcomes that figures are grouped by, as the catalogue counts them."""

LANDING_LABELS: dict[str, str] = {
    Landing.SUCCESS: marked("Landed"),
    Landing.FAILURE: marked("Landing failed"),
    Landing.NONE: marked("No landing tried"),
    Landing.DRONE_SHIP: marked("Drone ship"),
    Landing.GROUND_PAD: marked("Ground pad"),
    Landing.OCEAN: marked("Ocean"),
}
"""How landings of boosters ended, and how they came down; as `storage.query.Landing` has them."""

STATUS_OF_BOOSTER: dict[str, str] = {
    "active": marked("active"),
    "inactive": marked("inactive"),
    "retired": marked("retired"),
    "lost": marked("lost"),
    "destroyed": marked("destroyed"),
    "expended": marked("expended"),
}
"""What became of a booster, in Launch Library's words and ours."""

LANDING_WORDS: dict[str, str] = {
    Landing.SUCCESS: marked("succeeded"),
    Landing.FAILURE: marked("failed"),
    Landing.NONE: marked("not tried"),
    Landing.DRONE_SHIP: marked("drone ship"),
    Landing.GROUND_PAD: marked("ground pad"),
    Landing.OCEAN: marked("ocean"),
}
"""The same after "landing:"."""

REUSED_LABELS = {"yes": marked("Reused booster"), "no": marked("No reused booster")}

CREW_LABELS = {"yes": marked("Crewed"), "no": marked("Not crewed")}
