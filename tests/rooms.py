"""Draw the house by its own imports: `python -m tests.rooms [folder of a course]`.

One line for each room: how large it is, and which rooms it uses. A room stands above everything that it uses, so every
arrow points down the page; rooms that use each other would stand at the end, with a warning and a return code of 1.
Lines are all lines of the files, code those that are neither blank nor comment nor docstring.
"""

import ast
import io
import sys
import tokenize
from pathlib import Path

import grimp

NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
COLUMNS = "{:28}{:>6}{:>8}{:>8}   {}"


def room(module):
    """The room of a module: a package of the house or of its engine; single files of the engine are rooms, too."""
    _, *inside = module.split(".")
    return ".".join(inside[:2] if inside[:1] == ["engine"] else inside[:1])


def arrows(graph):
    """{room: the rooms that its files import from}."""
    uses = {room(module): set() for module in graph.modules if room(module)}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            if room(module) and room(imported) and room(module) != room(imported):
                uses[room(module)].add(room(imported))
    return uses


def from_the_top(uses):
    """All rooms, each before those that it uses, the ground floor last; and the rooms for which there is no such order."""
    floor = {}
    while new := [room for room in uses if room not in floor and uses[room] <= floor.keys()]:
        floor |= {room: 1 + max((floor[used] for used in uses[room]), default=0) for room in new}
    return sorted(floor, key=lambda room: (-floor[room], room)), sorted(uses.keys() - floor.keys())


def code_lines(text):
    """How many lines hold code."""
    tree = ast.parse(text)
    scopes = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    first = [scope.body[0] for scope in scopes if ast.get_docstring(scope) is not None]
    docstrings = {line for node in first for line in range(node.lineno, node.end_lineno + 1)}
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = (range(token.start[0], token.end[0] + 1) for token in tokens if token.type not in NO_CODE)
    return len({line for span in lines for line in span} - docstrings)


def size(files):
    """Files, lines, lines of code."""
    texts = [file.read_text(encoding="utf-8") for file in files]
    return len(texts), sum(len(text.splitlines()) for text in texts), sum(map(code_lines, texts))


def files_of(folder, room):
    """The Python files of a room; those of the engine itself are what lies at its top and is no room."""
    path = folder / "helpers" / Path(*room.split("."))
    if room == "engine":
        return [path / "__init__.py"]
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def draw(folder):
    """Print the house of the course in a folder; returns the rooms that use each other."""
    sys.path.insert(0, str(folder))
    uses = arrows(grimp.build_graph("helpers", cache_dir=None))
    order, tangled = from_the_top(uses)
    print(COLUMNS.format("", "files", "lines", "code", "").rstrip())
    for name in [*order, *tangled]:
        short = [other.removeprefix("engine.") for other in [*order, *tangled] if other in uses[name]]
        label = name.replace("engine.", "    engine.")
        print(COLUMNS.format(label, *size(files_of(folder, name)), "─► " + ", ".join(short) if short else "").rstrip())
    for top in ("helpers", "tests"):
        print(COLUMNS.format(f"all of {top}/", *size(sorted((folder / top).rglob("*.py"))), "").rstrip())
    both = [f"{a} ◄─► {b}" for a in tangled for b in tangled if a < b and a in uses[b] and b in uses[a]]
    print(f"Not one-way: {'; '.join(both or tangled)}" if tangled else "Every arrow points down the page.")
    return tangled


if __name__ == "__main__":
    sys.exit(bool(draw(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())))
