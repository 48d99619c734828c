"""What the pages show, where a page spans several models: each in a fixed number of queries."""
