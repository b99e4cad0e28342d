"""Recurrent networks: one layer of neurons that reads an image part by part. One file a cell."""
