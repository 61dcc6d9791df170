"""Pure, total parsers of names, texts and policies: text in, facts out, nothing raised."""
