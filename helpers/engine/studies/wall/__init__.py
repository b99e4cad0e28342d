"""The replication wall: every number that the course set out to find again, what it found, and whether they agree."""
