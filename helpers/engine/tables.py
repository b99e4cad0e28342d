"""Tables of named records, which answer a wrong name with the names there are."""

from difflib import get_close_matches


class Table(dict):
    """Records by name, in the order in which a menu shows them.

    `kind` is the word for one record ("activation"). aliases: {name in PyTorch or Keras: name here}, which are
    understood. hints: {name: what to say}, for names that mean something else, or are not here. In both, only letters and
    digits count. Looking up any other name raises ValueError with the known names and, where one is close, the name that
    was probably meant.
    """

    def __init__(self, kind, records, aliases=None, hints=None):
        super().__init__({record.name: record for record in records})
        self.kind = kind
        self.aliases, self.hints = (
            {plainly(name): to for name, to in (given or {}).items()} for given in (aliases, hints)
        )

    def __getitem__(self, name):
        if not isinstance(name, str):
            raise ValueError(
                f"unknown {self.kind} {name!r}. It is known by its name. The names are: {', '.join(self)}."
            )
        return super().__getitem__(name)

    def __missing__(self, name):
        if plainly(name) in self.aliases:
            return self[self.aliases[plainly(name)]]
        if plainly(name) in self.hints:
            advice = f" {self.hints[plainly(name)]}."
        else:
            close = get_close_matches(name.lower(), self, n=1)
            advice = f" Did you mean {close[0]!r}?" if close else ""
        raise ValueError(f"unknown {self.kind} {name!r}.{advice} The names are: {', '.join(self)}.")


def plainly(name):
    """The letters and digits of a name, small: the same for xavier_uniform_, "Xavier uniform" and XavierUniform."""
    return "".join(filter(str.isalnum, name.lower()))
