"""What every picture is made with: the style, the words, the marks, the file."""
