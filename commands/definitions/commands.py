"""The commands, defined once for both platforms, the help and the README."""

from __future__ import annotations

from dataclasses import replace

from commands.definitions.command import Command, Kind, Parameter
from commands.definitions.filters import GROUPS, parameters
from commands.definitions.outcomes import ENDINGS
from commands.i18n.languages import OWN, TRANSLATED
from commands.i18n.translation import ENGLISH, marked

ORDERS: dict[str, tuple[str, ...]] = {
    "newest": ("-net",),
    "oldest": ("net",),
    "name": ("name",),
    "name-down": ("-name",),
    "updated": ("-last_updated",),
}
"""Words for orders and Launch Library's orderings."""

ORDER_LABELS = {
    "newest": marked("Newest first"),
    "oldest": marked("Oldest first"),
    "name": marked("Name, A to Z"),
    "name-down": marked("Name, Z to A"),
    "updated": marked("Recently updated first"),
}

VIEW_LABELS = {"list": marked("List"), "normal": marked("Normal"), "detailed": marked("Detailed")}

VIEW_HINTS = {
    "list": marked("Ten a page"),
    "normal": marked("Five a page"),
    "detailed": marked("One a page"),
}
"""How many launches each view shows, as `short_queries.PAGE_SIZES` has it."""

DATES = (
    Parameter("since", marked("Start date, for example 2024, June 2023 or last week"), Kind.DATE,
              aliases=("after",)),
    Parameter("until", marked("End date, for example 2019 or 2023-06-01"), Kind.DATE,
              aliases=("before",)),
)  # fmt: skip

FILTERS = (*parameters(), *DATES)
"""The filters that every command about several launches takes."""

FREQUENCIES = {
    "instant": marked("As soon as a result is known"),
    "daily": marked("A digest every day"),
    "weekly": marked("A digest every week"),
    "onthisday": marked("What happened on this day, every day"),
    "onthisday-weekly": marked("What happened on these days, every week"),
}
"""Words for when a place hears of what, as `storage.state.models.Frequency` has them."""

DAYS = (
    ("monday", marked("Monday")), ("tuesday", marked("Tuesday")), ("wednesday", marked("Wednesday")),
    ("thursday", marked("Thursday")), ("friday", marked("Friday")), ("saturday", marked("Saturday")),
    ("sunday", marked("Sunday")),
)  # fmt: skip
"""Words for the days on which weekly digests are due."""

_YES_NO = (("yes", marked("Yes")), ("no", marked("No")))


def _without_alias(parameter: Parameter, alias: str) -> Parameter:
    """Return a parameter without one of its other names, for a command that has that name itself."""
    return replace(parameter, aliases=tuple(each for each in parameter.aliases if each != alias))


_WHERE = Parameter("channel", marked("Another channel or chat, instead of this one"), Kind.CHANNEL,
                   aliases=("chat", "in"))  # fmt: skip

_GROUPS = tuple((kind.value, row.label) for kind, row in GROUPS.items())

_WISHES = (
    *(
        replace(filter_, choices=tuple(ENDINGS.items())) if filter_.name == "outcome" else filter_
        for filter_ in parameters(of_subscriptions=True)
    ),
    Parameter("search", marked("Plain words, such as spacex failures, or words in the names"),
              rest=True, plain=True, aliases=("text", "q")),
    Parameter("when", marked("When to post"), Kind.CHOICE, tuple(FREQUENCIES.items()), aliases=("how",)),
    Parameter("hour", marked("Hour of a digest, 0 to 23, in the time zone of /timezone"), Kind.NUMBER,
              least=0, most=23),
    Parameter("day", marked("Day of a weekly digest"), Kind.CHOICE, DAYS),
    Parameter("mention", marked("Role to mention in each post"), Kind.ROLE, aliases=("role",)),
    Parameter("spoiler", marked("Hide the outcome until it is tapped"), Kind.CHOICE, _YES_NO),
    Parameter("failures", marked("Always post failures, whatever the filters"), Kind.CHOICE,
              (("always", marked("Always")), ("matching", marked("Only those that match the filters")))),
    Parameter("publish", marked("Publish posts of an announcement channel to its followers"), Kind.CHOICE,
              _YES_NO),
    Parameter("silent", marked("Post without a sound"), Kind.CHOICE, _YES_NO, aliases=("quiet",)),
    Parameter("thread", marked("Open a thread under each result"), Kind.CHOICE, _YES_NO,
              aliases=("threads",)),
    _WHERE,
)  # fmt: skip

LANGUAGES = (
    (OWN, marked("Each person’s own")),
    *((each.code, each.name) for each in (ENGLISH, *TRANSLATED)),
)

PLAIN_WORDS = Parameter(
    "search", marked("Describe it, for example: spacex failures since 2020"), rest=True,
    plain=True, aliases=("text", "q"),
)  # fmt: skip
"""What is asked for in words: understood as far as they can be, and searched for."""

COMMANDS: tuple[Command, ...] = (
    Command(
        "previous",
        marked("Browse past launches, with filters"),
        (
            *FILTERS,
            PLAIN_WORDS,
            Parameter("order", marked("Sort order"), Kind.CHOICE, tuple(ORDER_LABELS.items()),
                      aliases=("sort",)),
            Parameter("view", marked("How much detail to show"), Kind.CHOICE,
                      tuple(VIEW_LABELS.items()), aliases=("mode",)),
            Parameter("page", marked("Page to start on"), Kind.NUMBER),
        ),
        (
            "spacex failures since 2020", "provider:spacex since:2024 outcome:failure",
            "rocket:\"Falcon Heavy\"", "from:baikonur crewed:yes",
        ),
    ),
    Command(
        "search",
        marked("Past launches whose names have words that begin like these"),
        (Parameter("text", marked("Words, such as crew dragon"), required=True, rest=True),),
        ("crew dragon",),
    ),
    Command(
        "launch",
        marked("Everything about one launch"),
        (Parameter("launch", marked("Its name or id, such as Sputnik 1"), source="launch", required=True,
                   rest=True, aliases=("name", "id")),),
        ("Sputnik 1",),
    ),
    Command(
        "stats",
        marked("How many launches, and how often they succeed"),
        (
            *(_without_alias(filter_, "by") for filter_ in FILTERS),
            PLAIN_WORDS,
            Parameter("by", marked("Group by"), Kind.CHOICE, _GROUPS,
                      aliases=("per",)),
            Parameter("then", marked("Second grouping"), Kind.CHOICE,
                      _GROUPS),
        ),
        ("provider:spacex since:2015", "location:baikonur by:rocket"),
    ),
    Command(
        "compare",
        marked("Two to four providers or rockets side by side"),
        (
            Parameter("first", marked("A provider or rocket, such as SpaceX or Falcon 9"), source="contender",
                      required=True, rest=True),
            Parameter("second", marked("What to compare it with"), source="contender", required=True,
                      rest=True),
            Parameter("third", marked("Another one (optional)"), source="contender", rest=True),
            Parameter("fourth", marked("Another one (optional)"), source="contender", rest=True),
            *DATES,
        ),
        ("SpaceX, ULA", "Falcon 9 vs Soyuz since:2015"),
    ),
    Command(
        "onthisday",
        marked("Launches on this day in earlier years"),
        (Parameter("date", marked("Another day, such as July 20 or 2024-07-20"), Kind.DATE, rest=True,
                   aliases=("day", "on")),),
        ("July 20",),
    ),
    Command(
        "rocket",
        marked("Profile of a rocket: its figures and latest launches"),
        (Parameter("name", marked("Which rocket, such as Falcon 9 or Soyuz"), source="rocket", required=True,
                   rest=True, aliases=("rocket",)),),
        ("Falcon 9",),
    ),
    Command(
        "provider",
        marked("Profile of a launch provider: its figures and latest launches"),
        (Parameter("name", marked("Which provider, for example SpaceX or Roscosmos"), source="provider",
                   required=True, rest=True, aliases=("provider", "agency")),),
        ("SpaceX",),
    ),
    Command(
        "site",
        marked("Profile of a launch site: its figures and latest launches"),
        (Parameter("name", marked("Which launch site, for example Baikonur or Kennedy"), source="location",
                   required=True, rest=True, aliases=("site", "location")),),
        ("Baikonur",),
    ),
    Command(
        "astronaut",
        marked("Who flew when: somebody’s flights in order, with role and spacecraft"),
        (Parameter("name", marked("Who, for example Yuri Gagarin or Bob Behnken"), source="person",
                   required=True, rest=True, aliases=("person", "crew", "cosmonaut")),),
        ("Neil Armstrong",),
    ),
    Command(
        "spacecraft",
        marked("Flights of a spacecraft: crewed or not, first and last, how they ended"),
        (Parameter("name", marked("Which spacecraft, for example Dragon 2 or Soyuz MS"), source="spacecraft",
                   required=True, rest=True, aliases=("spacecraft", "craft")),),
        ("Dragon 2",),
    ),
    Command(
        "booster",
        marked("Flights of a booster in their order, with landings and turnarounds"),
        (Parameter("booster", marked("Which booster, by its number, such as B1067"), source="booster",
                   required=True, rest=True, aliases=("name", "serial")),),
        ("B1067",),
    ),
    Command(
        "boosters",
        marked("The fleet of boosters: most flown, fastest turnaround, active ones"),
        (Parameter("by", marked("Which boosters come first"), Kind.CHOICE, (
            ("flights", marked("Most flown")), ("turnaround", marked("Fastest turnaround")),
            ("active", marked("Active fleet"))), rest=True, aliases=("order",)),),
        ("turnaround",),
    ),
    Command("menu", marked("Browse past launches with buttons")),
    Command("latest", marked("The latest launch")),
    Command(
        "subscribe",
        marked("Post launch results here"),
        _WISHES,
        ("provider:spacex", "crewed:yes when:weekly day:friday hour:18"),
    ),
    Command("subscriptions", marked("See, change, pause or remove what’s posted here"), (_WHERE,)),
    Command(
        "unsubscribe",
        marked("Stop posting results here"),
        (
            Parameter("number", marked("Subscription number, as shown in /subscriptions"), Kind.NUMBER,
                      rest=True),
            _WHERE,
        ),
    ),
    Command(
        "timezone",
        marked("The time zone for digests and days in this chat or server"),
        (Parameter("zone", marked("A city or zone, such as Berlin or America/New_York"), source="zone",
                   rest=True, aliases=("tz", "city")),),
        ("Europe/Berlin",),
    ),
    Command(
        "language",
        marked("The language of this chat or server, for answers and posts"),
        (Parameter("language", marked("Language; auto = each person’s own"), Kind.CHOICE, LANGUAGES,
                   rest=True, aliases=("lang",)),),
        ("de",),
    ),
    Command("forget", marked("Delete what is kept about this channel, chat or server")),
    Command("start", marked("What this bot does, with an example")),
    Command("status", marked("How fresh and complete the data is")),
    Command("help", marked("How to use the bot")),
    Command("about", marked("What this bot is and where its data comes from")),
)  # fmt: skip

PREVIOUS = next(command for command in COMMANDS if command.name == "previous")
"""The command whose words are also read where somebody only types a query."""
