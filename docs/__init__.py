"""Scripts behind the pages: what generates them, runs their examples and refreshes them."""
