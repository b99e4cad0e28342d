"""The myth board of notebook 12: sentences that one reads about deep networks, and an experiment of seconds for each."""
