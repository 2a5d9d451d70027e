"""The same pages by other generators of sites, beside ours."""
