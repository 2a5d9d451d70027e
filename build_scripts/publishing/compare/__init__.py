"""What the compare page needs as data: the forms side by side, and agencies in small files to choose from."""
