"""The tags of a forum under which results are sorted: one for each outcome, in whatever language it has it.

Source: https://docs.discord.com/developers/resources/channel#forum-tag-object
"""

from __future__ import annotations

import asyncio
import logging
from copy import copy
from functools import cache
from typing import Final

import discord

from adapters.discord import limits
from commands.cards.card import Card, Tone
from commands.cards.safe_text import plain
from commands.definitions.outcomes import OUTCOME_LABELS, SIGNS
from commands.i18n.languages import Languages
from commands.i18n.translation import Language, _, speaking
from storage.models import StatusId

log = logging.getLogger("launchlog.discord")

_TAGGED: Final = {
    Tone.SUCCESS: ("success", StatusId.SUCCESS),
    Tone.FAILURE: ("failure", StatusId.FAILURE),
    Tone.PARTIAL_FAILURE: ("partial", StatusId.PARTIAL_FAILURE),
}
"""The words and the sign of a tag, by what a card's colour says: that of a spoiler says nothing."""


async def tags_of(card: Card, forum: discord.ForumChannel) -> list[discord.ForumTag]:
    """Return the tag of the card's outcome, made if we may; none where there is none.

    One of another language is taken as well. If we made it and may, it gets the name of the card's language.
    """
    if card.tone not in _TAGGED:
        return []
    word, status = _TAGGED[card.tone]
    name, sign = _called(word, card.language), SIGNS[status][0]
    everywhere = await asyncio.to_thread(_called_anywhere, word)
    known = [tag for tag in forum.available_tags if tag.name.casefold() in everywhere]
    for tag in known:
        if tag.name.casefold() == name.casefold():
            return [tag]
    may = forum.permissions_for(forum.guild.me).manage_channels
    for tag in known:
        if may and tag.emoji is not None and tag.emoji.name == sign:
            await _rename(tag, name, forum)
            return [tag]
    if known:
        return known[:1]
    if not may or len(forum.available_tags) >= limits.TAGS:
        return []
    try:
        return [await forum.create_tag(name=name, emoji=discord.PartialEmoji(name=sign))]
    except discord.HTTPException as error:
        log.warning("tag_not_made forum=%s code=%s", forum.id, error.code)
        return []


async def _rename(tag: discord.ForumTag, name: str, forum: discord.ForumChannel) -> None:
    """Give a tag another name; where that is refused, it stays what it is called."""
    tags = [copy(each) for each in forum.available_tags]
    for each in tags:
        if each.id == tag.id:
            each.name = name
    try:
        await forum.edit(available_tags=tags)
    except discord.HTTPException as error:
        log.warning("tag_not_renamed forum=%s code=%s", forum.id, error.code)


def _called(word: str, language: Language) -> str:
    with speaking(language):
        return plain(_(OUTCOME_LABELS[word]), limits.TAG)


@cache
def _called_anywhere(word: str) -> frozenset[str]:
    """Return what a tag may be called in all languages; reads their messages, so keep it off the loop."""
    names = (_called(word, language) for language in Languages.load())
    return frozenset({OUTCOME_LABELS[word].casefold(), *(name.casefold() for name in names)})
