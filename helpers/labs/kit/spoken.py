"""Words that a screen reader says when they change."""

from html import escape


def spoken(text, style=""):
    """HTML of a text, in a region whose changes are announced; style: CSS for it."""
    return f'<div role="status" aria-live="polite" style="{style}">{escape(text)}</div>'
