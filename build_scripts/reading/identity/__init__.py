"""Title, signature and facts around them → which agency, where, which year, when published."""
