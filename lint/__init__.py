"""Expected records in, observed DNS in, a verdict out."""
