"""Each test can fail: what it asserts hangs on the course, not on typed numbers alone.

`assert 1.21**49 == pytest.approx(12_000, rel=0.1)` compares two things that the test itself says; it held before the
course was written and will hold whatever becomes of it. What a notebook says is quoted (tests/notebooks/quoted.py).
"""

import ast
import builtins
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
NOT_OURS = {"np", "math", "pytest", "itertools", "pairwise", "re"} | set(dir(builtins))


def typed(node, names):
    """Whether an expression hangs on nothing but what stands in the test: numbers, and `names` that are typed themselves."""
    match node:
        case ast.Constant():
            return True
        case ast.Name():
            return node.id in names
        case ast.Lambda():
            return typed(node.body, names | {arg.arg for arg in node.args.args})
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            for part in node.generators:
                if not typed(part.iter, names):
                    return False
                names = names | targets(part.target)
            parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            return all(typed(part, names) for part in parts)
        case ast.Call():
            given = [node.func, *node.args, *(keyword.value for keyword in node.keywords)]
            return all(typed(part, names) for part in given)
        case ast.expr() | ast.keyword() | ast.Slice():
            inside = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr | ast.keyword)]
            return all(typed(part, names) for part in inside)
    return False


def targets(node):
    """The names that an assignment or a loop sets."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def given_by_hand(function, names):
    """The arguments of a test that `parametrize` fills with typed values."""
    found = set()
    for mark in function.decorator_list:
        if "indirect" in {keyword.arg for keyword in getattr(mark, "keywords", [])}:
            continue  # a fixture makes something of what is typed
        if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("parametrize") and typed(mark.args[1], names):
            said = ast.literal_eval(mark.args[0])
            found |= {name.strip() for name in (said.split(",") if isinstance(said, str) else said)}
    return found


MEASURED = ast.Name("?")  # stands for a value that no test can type


def settings(body):
    """Every (names, value) that the statements set; what is counted up or comes out of a `with` is measured."""
    for node in (inside for statement in body for inside in ast.walk(statement)):
        match node:
            case ast.Assign():
                yield from ((targets(target), node.value) for target in node.targets)
            case ast.AnnAssign() if node.value is not None:
                yield targets(node.target), node.value
            case ast.AugAssign():
                yield targets(node.target), MEASURED
            case ast.For():
                yield targets(node.target), node.iter
            case ast.With():
                yield from ((targets(item.optional_vars), MEASURED) for item in node.items if item.optional_vars)


def handed_over(body, names):
    """The names that something of the course may have changed: `runs.append(measure())`, `measure(out=runs)`."""
    for node in (inside for statement in body for inside in ast.walk(statement)):
        match node:
            case ast.Call() if not typed(node, names):
                yield from targets(node.func)
                if not typed(node.func, names):
                    yield from targets(node)
            case ast.FunctionDef() | ast.ClassDef():
                yield node.name


def set_by_hand(body, names):
    """`names`, and those that the statements set from typed values alone."""
    body = list(body)
    pairs = list(settings(body))
    stored = (part for statement in body for part in ast.walk(statement) if isinstance(part, ast.Name))
    names = names | {part.id for part in stored if isinstance(part.ctx, ast.Store)}
    while (
        measured := names & {*handed_over(body, names)}.union(*(f for f, v in pairs if not typed(v, names))) - NOT_OURS
    ):
        names = names - measured
    return names


def claims(test):
    """The parts of an assertion that each must hold."""
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]


def cannot_fail(text):
    """The assertions in the text of a test file that compare what is typed with what is typed."""
    tree, found = ast.parse(text), []
    top = [statement for statement in tree.body if not isinstance(statement, ast.FunctionDef | ast.ClassDef)]
    module = set_by_hand(top, set(NOT_OURS))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            names = module - {arg.arg for arg in function.args.args} | given_by_hand(function, module)
            names = set_by_hand(function.body, names)
            for node in ast.walk(function):
                if isinstance(node, ast.Assert):
                    found += [
                        f"{node.lineno}: {ast.unparse(claim)}" for claim in claims(node.test) if typed(claim, names)
                    ]
    return found


@pytest.mark.parametrize("file", sorted(str(path.relative_to(TESTS)) for path in TESTS.rglob("*.py")))
def test_no_assertion_compares_what_is_typed_with_what_is_typed(file):
    assert not cannot_fail((TESTS / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "assert 1.21**49 == pytest.approx(12_000, rel=0.1)",
        "limit = 8 / (3 * np.pi)\n    assert limit == pytest.approx(0.849, abs=5e-4)",
        "assert net.cost > 1 and 2**15 > 4.88**6",
        "z = np.random.default_rng(0).standard_normal(9)\n    assert np.mean(np.abs(z)) < 4",
        "for k in (1, 2):\n        assert k**2 < 5",
    ],
)
def test_such_assertions_are_found(text):
    assert len(cannot_fail(f"def test():\n    {text}\n")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "assert 1.21**49 == pytest.approx(said('09', 'about {}'), rel=0.1)",
        "limit = net.cost()\n    assert limit < 1",
        "for x in measure():\n        assert x < 1",
        "limit = 1\n    limit = measure(limit)\n    assert limit < 1",
        "found = []\n    for k in (1, 2):\n        found.append(measure(k))\n    assert max(found) < 1",
        "z = np.zeros(3)\n    measure(out=z)\n    assert (z > 0).all()",
        "found = {}\n    found['a'] = [measure()]\n    assert max(found['a']) < 1",
    ],
)
def test_an_assertion_that_hangs_on_the_course_is_none_of_them(text):
    assert not cannot_fail(f"def test():\n    {text}\n")
