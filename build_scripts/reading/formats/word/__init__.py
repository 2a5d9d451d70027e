"""What a Word document is made of: its parts, styles, numbering, text and tables; each in a module of its own."""
