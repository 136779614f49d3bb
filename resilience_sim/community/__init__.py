"""What exists: people, households, places, bodies, ties, responsibility, agreements."""
