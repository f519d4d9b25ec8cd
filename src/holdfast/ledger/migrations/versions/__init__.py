"""One step a format. What a step writes is fixed: later changes of the tables never reach back into it."""
