"""Tables of named records, which answer a wrong name with the names there are."""

from difflib import get_close_matches


class Table(dict):
    """Records by name, in the order in which a menu shows them.

    `kind` is the word for one record ("activation"). Looking up an unknown name raises
    ValueError with the known names and, where one is close, the name that was probably meant.
    """

    def __init__(self, kind, records):
        super().__init__({record.name: record for record in records})
        self.kind = kind

    def __missing__(self, name):
        close = get_close_matches(str(name).lower(), self, n=1)
        guess = f" Did you mean {close[0]!r}?" if close else ""
        raise ValueError(f"unknown {self.kind} {name!r}.{guess} The names are: {', '.join(self)}.")
