"""Giving back widgets: ipywidgets keeps each one until it is closed."""


def close_children(widget):
    """Close all that a box holds, and what those hold."""
    for part in [part for child in widget.children for part in _parts(child)]:
        _close(part)


def _parts(widget):
    """Yield the widget and all that it holds."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _parts(child)


def _close(widget):
    """Close a widget, with its layout and its style, which ipywidgets keeps as widgets of their own."""
    for own in ("layout", "style"):
        if (part := getattr(widget, own, None)) is not None:
            part.close()
    widget.close()
