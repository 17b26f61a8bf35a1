"""How people write the names of those who flew: with short forms, without middle names, in other letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from commands.parsing.tokens import words_of
from storage.catalogue import Name

Words = tuple[str, ...]

_SHORT_FORMS = (
    "robert bob rob bobby", "william bill will willie billy", "james jim jimmy jamie", "michael mike mick",
    "thomas tom tommy", "david dave", "douglas doug", "christopher chris", "christina chris tina",
    "frederick fred rick", "ronald ron ronnie", "gregory greg reid", "eugene gene", "victor vic",
    "donald don deke", "nicholas nick nicklaus", "alexander alex aleksandr alexandr sasha", "charles charlie",
    "steven steve stephen", "stephen steve steven", "kathryn kathy kate katherine", "richard dick rick rich",
    "francis frank dick", "barry butch", "sunita suni sunny", "edward ed ted edgar", "edwin buzz ed",
    "daniel dan", "kenneth ken", "joseph joe", "john jack johnny", "jack john", "andrew andy drew",
    "anthony tony", "benjamin ben", "jeffrey jeff", "jeff jeffrey", "leroy gordo gordon", "gordon gordo",
    "malcolm scott", "virgil gus", "walter wally", "mary wally", "samuel sam", "susan sue", "judith judy",
    "sharon christa", "ellison el", "norman norm", "vance van", "alan al", "allan al", "harrison jack",
    "patricia pat tricia", "peggy margaret", "lawrence larry", "leonard len", "matthew matt", "philip phil",
    "raymond ray", "terrence terry", "timothy tim", "yuri yury yuriy iouri jurij juri", "peter pete",
    "alexei aleksei alexey aleksey", "aleksey alexei alexey aleksei", "sergei sergey serguei",
    "valentina valya", "oleg olegs", "gennady gennadi", "valeri valery", "vasily vasili", "andrei andrey",
    "nikolai nikolay", "anatoli anatoly", "dmitri dmitry", "yevgeny evgeny eugene", "yelena elena",
)  # fmt: skip
"""A first name and what else people who have it are called."""

_ALSO: Mapping[str, Words] = {each.split()[0]: tuple(each.split()[1:]) for each in _SHORT_FORMS}

_ENDINGS = ("iy", "yi", "ii", "ij", "ey", "ei", "ej", "y", "i")
"""How the ending of a Russian name is written in Latin letters, the longest first."""

_GROUPS = (("iy", "yi", "ii", "ij", "y", "i"), ("ey", "ei", "ej"))


def people_ways(name: str) -> Iterator[Words]:
    """Yield the ways to write somebody's whole name, each as its words; surnames alone are none of them."""
    words = tuple(words_of(name))
    if len(words) < 2:
        yield words
        return
    first, last = words[0], words[-1]
    middle = tuple(word for word in words[1:-1] if len(word) > 1)
    firsts = dict.fromkeys((first, *_ALSO.get(first, ()), *_written(first)))
    lasts = dict.fromkeys((last, *_written(last)))
    yield words
    for one, other in product(firsts, lasts):
        yield one, other
        if middle:
            yield (one, *middle, other)


def surname_of(name: str) -> str:
    """Return the last of a name's words, folded; "" where it has one only."""
    words = words_of(name)
    return words[-1] if len(words) > 1 else ""


def shared_surnames(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    """Return who has each surname; one that is short or begins others' words is still one."""
    found: dict[str, list[Name]] = {}
    for name in names:
        for surname in dict.fromkeys((surname_of(name.name), *_written(surname_of(name.name)))):
            if surname:
                found.setdefault(surname, []).append(name)
    return {surname: tuple(known) for surname, known in found.items()}


def _written(word: str) -> Iterator[str]:
    """Yield how else a word may be written where it comes from Russian: Yuri, Yury, Yuriy, Jurij."""
    others = {
        word.replace("x", "ks"),
        word.replace("ks", "x"),
        word.replace("yev", "ev"),
        word.replace("ye", "e"),
    }
    ending = next((ending for ending in _ENDINGS if word.endswith(ending)), "")
    stem = word.removesuffix(ending)
    for group in _GROUPS:
        if ending in group and len(stem) > 1:
            others |= {stem + other for other in group}
            others |= {(stem + other).replace("x", "ks") for other in group}
    yield from sorted(others - {word, ""})
