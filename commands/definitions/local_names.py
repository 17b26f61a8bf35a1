"""What commands and their parameters are called in each language, where a platform lets names be translated.

A name is marked as people see it: a command with its slash, a parameter with its colon. So a translator sees
what it is, and it is no other message's twin.
"""

from __future__ import annotations

from commands.i18n.translation import _, marked

COMMAND_NAMES = {
    "previous": marked("/previous"),
    "search": marked("/search"),
    "launch": marked("/launch"),
    "stats": marked("/stats"),
    "compare": marked("/compare"),
    "onthisday": marked("/onthisday"),
    "rocket": marked("/rocket"),
    "provider": marked("/provider"),
    "site": marked("/site"),
    "astronaut": marked("/astronaut"),
    "spacecraft": marked("/spacecraft"),
    "booster": marked("/booster"),
    "boosters": marked("/boosters"),
    "menu": marked("/menu"),
    "latest": marked("/latest"),
    "subscribe": marked("/subscribe"),
    "subscriptions": marked("/subscriptions"),
    "unsubscribe": marked("/unsubscribe"),
    "timezone": marked("/timezone"),
    "language": marked("/language"),
    "forget": marked("/forget"),
    "start": marked("/start"),
    "status": marked("/status"),
    "help": marked("/help"),
    "about": marked("/about"),
}
"""The names of all commands, marked."""

PARAMETER_NAMES = {
    "provider": marked("provider:"),
    "country": marked("country:"),
    "rocket": marked("rocket:"),
    "family": marked("family:"),
    "location": marked("location:"),
    "pad": marked("pad:"),
    "orbit": marked("orbit:"),
    "program": marked("program:"),
    "mission": marked("mission:"),
    "outcome": marked("outcome:"),
    "crewed": marked("crewed:"),
    "crew": marked("crew:"),
    "booster": marked("booster:"),
    "landing": marked("landing:"),
    "landed": marked("landed:"),
    "reused": marked("reused:"),
    "spacecraft": marked("spacecraft:"),
    "payload": marked("payload:"),
    "since": marked("since:"),
    "until": marked("until:"),
    "search": marked("search:"),
    "order": marked("order:"),
    "view": marked("view:"),
    "page": marked("page:"),
    "text": marked("text:"),
    "launch": marked("launch:"),
    "by": marked("by:"),
    "then": marked("then:"),
    "first": marked("first:"),
    "second": marked("second:"),
    "third": marked("third:"),
    "fourth": marked("fourth:"),
    "date": marked("date:"),
    "name": marked("name:"),
    "when": marked("when:"),
    "hour": marked("hour:"),
    "day": marked("day:"),
    "mention": marked("mention:"),
    "spoiler": marked("spoiler:"),
    "failures": marked("failures:"),
    "publish": marked("publish:"),
    "silent": marked("silent:"),
    "thread": marked("thread:"),
    "channel": marked("channel:"),
    "number": marked("number:"),
    "zone": marked("zone:"),
    "language": marked("language:"),
}
"""The names of all parameters of all commands, marked."""


def command_name(name: str) -> str:
    """Return what a command is called in the current language, without the slash."""
    marked_name = COMMAND_NAMES.get(name)
    return _(marked_name).removeprefix("/") if marked_name else name


def parameter_name(name: str) -> str:
    """Return what a parameter is called in the current language, without the colon."""
    marked_name = PARAMETER_NAMES.get(name)
    return _(marked_name).removesuffix(":") if marked_name else name
