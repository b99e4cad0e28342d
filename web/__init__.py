"""Pages that need no kernel: `make site`. Every notebook as one HTML file, whose labs move through stored states."""
