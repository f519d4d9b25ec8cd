"""The grammar of English reports: words, clauses, speakers, and a frame for each kind of claim."""
