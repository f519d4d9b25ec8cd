"""The short grammar for SMS and radio, and the answer in words."""
