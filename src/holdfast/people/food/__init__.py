"""What a ration holds, what it takes to plan, carry and cook it, and how it is shared."""
