"""Limits of heat, work in heat, core temperature, doses and indices."""
