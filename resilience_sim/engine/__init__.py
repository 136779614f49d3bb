"""What happens inside a step: cases, posts, stocks and ledgers in time order."""
