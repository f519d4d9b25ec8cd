"""Medicines, machines and vaccines: how many people are without, and from when."""
