"""Sentences are whole: code joins no pieces of translated text but through the one place that knows how."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import commands
from commands.cards.card import Strong, When
from commands.cards.lines import fact
from commands.i18n.formatting import either, labelled, listed, sentences, together, years_words
from commands.i18n.languages import Languages
from commands.i18n.translation import speaking
from tests.commands.conftest import NOW

ROOT = Path(commands.__file__).parents[1]
TRANSLATING = {"_", "ngettext", "pgettext"}
ARROWS = {"‹ ", " ›", "« ", " »", "✕ "}
"""Signs on buttons: they are pictures, the same in every language."""

OTHERS_WORDS = ("adapters/launch_library", "commands/parsing/names")
"""Rooms that put together what others read: records, and names as Launch Library writes them."""

WIDE = "\N{FULLWIDTH SEMICOLON}"
JOINERS = {", ", "; ", ": ", " and ", " or "}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ("commands", "adapters"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def _is_translated(node: ast.expr) -> bool:
    """Tell whether a value is a translated text, filled in or not."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _is_translated(node.func.value)
    return isinstance(node.func, ast.Name) and node.func.id in TRANSLATING


def _glued(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            sides = (left, right)
            signs = {each.value for each in sides if isinstance(each, ast.Constant)}
            return any(map(_is_translated, sides)) and not signs & ARROWS
        case ast.AugAssign(op=ast.Add(), value=value):
            inside = [each for each in ast.walk(value) if isinstance(each, ast.expr)]
            return _is_translated(value) or (
                isinstance(value, ast.BinOp) and any(map(_is_translated, inside))
            )
        case ast.JoinedStr(values=values):
            inside = [each.value for each in values if isinstance(each, ast.FormattedValue)]
            between = "".join(str(each.value) for each in values if isinstance(each, ast.Constant))
            return any(map(_is_translated, inside)) and (len(inside) > 1 or bool(between.strip(" ·")))
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(joiner)), attr="join")):
            return joiner in JOINERS
    return False


def test_no_code_glues_translated_pieces() -> None:
    glued = [
        f"{name}:{node.lineno}"  # type: ignore[attr-defined]
        for name, module in _modules()
        if not name.startswith(OTHERS_WORDS)
        for node in ast.walk(module)
        if _glued(node)
    ]
    assert glued == []


@pytest.mark.parametrize(
    ("code", "lists"),
    [
        ("en", ("a, b, c", "x, y; b", "Ariane 6 or Vega", "Ariane 6 and Vega", "1957–2024")),
        ("de", ("a, b, c", "x, y; b", "Ariane 6 oder Vega", "Ariane 6 und Vega", "1957–2024")),
        ("es", ("a, b, c", "x, y; b", "Ariane 6 o Vega", "Ariane 6 y Vega", "1957–2024")),
        ("fr", ("a, b, c", "x, y\u00a0; b", "Ariane 6 ou Vega", "Ariane 6 et Vega", "1957–2024")),
        ("ru", ("a, b, c", "x, y; b", "Ariane 6 или Vega", "Ariane 6 и Vega", "1957–2024")),
        ("zh", ("a、b、c", f"x, y{WIDE}b", "Ariane 6 或 Vega", "Ariane 6 和 Vega", "1957–2024年")),
    ],
)
def test_lists_are_written_as_the_language_does(code: str, lists: tuple[str, ...]) -> None:
    names = ["Ariane 6", "Vega"]
    with speaking(Languages.load().of(code)):
        told = (listed("abc"), listed(["x, y", "b"]), either(names), together(names), years_words(1957, 2024))
    assert told == lists


def test_spanish_conjunctions_change_before_their_own_sound() -> None:
    with speaking(Languages.load().of("es")):
        assert together(["Japón", "India"]) == "Japón e India"
        assert together(["agua", "hielo"]) == "agua y hielo"
        assert either(["Vega", "Orbital"]) == "Vega u Orbital"


def test_chinese_has_neither_ascii_signs_nor_spaces_after_its_own() -> None:
    with speaking(Languages.load().of("zh")):
        assert either(["成功", "失败"]) == "成功或失败"
        assert labelled("火箭", "Soyuz") == "火箭：Soyuz"
        assert sentences(["一。", "", "二。"]) == "一。二。"


def test_a_fact_is_one_sentence_with_its_label_in_bold() -> None:
    when = When(NOW)
    assert fact("Latest: {date}, at last", date=when) == (Strong("Latest:"), " ", when, ", at last")
    assert fact("{name}: {figures}", name="A: B", figures="1") == (Strong("A: B"), Strong(":"), " ", "1")
    assert fact("no label") == ("no label",)
