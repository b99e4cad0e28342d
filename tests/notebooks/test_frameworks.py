"""The folded code of a page is found, whole, and run as it stands."""

import pytest

from tests.notebooks.frameworks import folded_code, run_cells, run_folded

PAGE = """Text.

```python
not_folded = 1
```

<details><summary>Hint</summary>

```python
another = 2
```
</details>

<details><summary>The same in PyTorch</summary>

```python
first = 3
```

Words between.

```python
for i in range(2):
    second = i
```
</details>

<details><summary>The same in PyTorch: clipping</summary>

```python
third = 5
```
</details>
"""


def test_only_what_is_folded_under_that_summary_is_taken_and_all_of_it():
    assert folded_code(PAGE) == ["first = 3\n", "for i in range(2):\n    second = i\n", "third = 5\n"]


def test_a_notebook_without_such_code_says_so():
    with pytest.raises(AssertionError, match="notebook 00 shows 0 pieces"):
        run_folded("00")


def test_cells_are_run_in_the_order_of_the_notebook_and_a_missing_one_is_told():
    assert "pairwise" in run_cells("02", "sizes = ", "from itertools")
    with pytest.raises(AssertionError, match="no cell 'nothing like this'"):
        run_cells("02", "from itertools", "nothing like this")
