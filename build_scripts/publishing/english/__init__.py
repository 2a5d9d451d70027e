"""The English entry: home, data, dictionary, glossary, about."""
