"""What a language model proposes, held word by word against the text."""
