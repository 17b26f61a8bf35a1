"""The small changes that are made to a module, one for each mutant."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_SAID = frozenset({"_", "ngettext", "marked"})
"""Calls whose words are for people: translations have tests of their own."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one thing changed: where, what it was, what it is, and the place among the changes."""

    path: Path
    line: int
    before: str
    after: str
    number: int
    lines: range

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.before}  ->  {self.after}"

    def tree(self) -> ast.Module:
        """Return the changed module."""
        tree = ast.parse(self.path.read_text())
        node, _lines = list(_worth_changing(tree))[self.number]
        _Replace(node, _change(node)).visit(tree)
        return ast.fix_missing_locations(tree)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a module; what stands outside of functions is put together once, and stays."""
    for number, (node, lines) in enumerate(_worth_changing(ast.parse(path.read_text()))):
        yield Mutant(path, node.lineno, _shown(node), _shown(_change(node)), number, lines)


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else self.generic_visit(node)


Changeable = ast.stmt | ast.expr


def _worth_changing(
    node: ast.AST, *, inside: bool = False, begins: int = 0
) -> Iterator[tuple[Changeable, range]]:
    """Yield the statements and expressions to be changed: no annotation, docstring, decorator or message.

    With each come the lines of which one is run whenever it is: from where its statement begins.
    """
    for child in _looked_into(node):
        at = child.lineno if isinstance(child, ast.stmt) else begins
        if inside and isinstance(child, ast.stmt | ast.expr) and _ways(child):
            yield child, range(at, (child.end_lineno or child.lineno) + 1)
        yield from _worth_changing(
            child, inside=inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef), begins=at
        )


_LEFT_OUT = frozenset({"annotation", "returns", "decorator_list", "bases", "exc", "cause"})


def _looked_into(node: ast.AST) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(node):
        # A default is worked out once, like all that stands outside of functions.
        if name in _LEFT_OUT or (name == "args" and isinstance(value, ast.arguments)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                yield child


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Assert | ast.JoinedStr | ast.Raise):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    call = node.value if isinstance(node, ast.Expr) else node
    if not isinstance(call, ast.Call):
        return False
    of = call.func
    is_log = (
        isinstance(of, ast.Attribute) and isinstance(of.value, ast.Name) and of.value.id in {"log", "logger"}
    )
    return is_log or (isinstance(of, ast.Name) and of.id in _SAID)


def _ways(node: ast.AST) -> int:
    """Return in how many ways a node is changed, 0 or 1."""
    match node:
        case ast.Compare(ops=[op]):
            return int(type(op) in _COMPARED)
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return 1
        case ast.BinOp(op=op):
            return int(type(op) in _COUNTED)
        case ast.Constant(value=bool() | int() | str()):
            return 1
        case ast.Call(func=ast.Name(id=name)):
            return int(name in _CALLED)
        case ast.Return(value=ast.expr() as value):
            return int(not isinstance(value, ast.Constant))
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.AugAssign() | ast.Continue() | ast.Break():
            return 1
        case ast.If() | ast.IfExp() | ast.While():
            return int(not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp))
        case _:
            return 0


def _change(node: ast.AST) -> ast.AST:  # noqa: PLR0911, PLR0912, C901  # one line for each kind
    match node:
        case ast.Compare(ops=[op]):
            return ast.Compare(node.left, [_COMPARED[type(op)]()], node.comparators)
        case ast.BoolOp(op=op):
            return ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), node.values)
        case ast.UnaryOp():
            return node.operand
        case ast.BinOp(op=op):
            return ast.BinOp(node.left, _COUNTED[type(op)](), node.right)
        case ast.Constant(value=bool() as value):
            return ast.Constant(not value)
        case ast.Constant(value=int() as value):
            return ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            return ast.Constant(f"{value}X")
        case ast.Call(func=ast.Name(id=name)):
            return ast.Call(ast.Name(_CALLED[name], ast.Load()), node.args, node.keywords)
        case ast.Return():
            return ast.Return(ast.Constant(None))
        case ast.Continue():
            return ast.Break()
        case ast.Break():
            return ast.Continue()
        case ast.If():
            return ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.While():
            return ast.While(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.IfExp():
            return ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    return ast.Pass()


def _shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else f"{text[:90]}…"
