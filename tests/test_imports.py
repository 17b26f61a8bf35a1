"""No module needs itself: imports go one way, those for types included."""

from __future__ import annotations

from graphlib import TopologicalSorter

import grimp

ROOMS = ("bot", "adapters", "commands", "storage", "playground")


def test_no_import_goes_in_a_circle() -> None:
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert sum(map(len, imports.values())) > 1_000
    # It raises with the modules of the first circle.
    TopologicalSorter(imports).prepare()
