"""Who lives there: groups by age, sex, state and profile, of a total or of a site."""
