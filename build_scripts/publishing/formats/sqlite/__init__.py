"""SQLite: the whole and each year as one database with keys, indexes, views and a description for Datasette."""
