"""The clinic: twelve sick trainings, what may be the cause, what may be done, and what is so."""
