"""What is no table: sections, paragraphs, the words of sentences, and the scope they state."""
