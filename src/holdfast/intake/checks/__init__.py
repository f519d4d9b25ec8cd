"""What in a text speaks against its own day: weekdays, calendars, offices; and which languages it is in."""
