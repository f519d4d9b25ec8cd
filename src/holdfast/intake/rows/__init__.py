"""Tables: what each column is, what each row says, and an account of every row."""
