"""A message as text: its characters made plain, its sentences, the day it was published."""
