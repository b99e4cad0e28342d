"""Decks of slides from the main notebooks: `make slides`. Every cell says by its slide marks whether, and how, it is shown."""
