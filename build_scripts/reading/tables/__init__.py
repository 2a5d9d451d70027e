"""Lines and parted rows → the cells of the form's three tables: labels, columns, numbers, and what is not told."""
