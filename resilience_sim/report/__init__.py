"""Reports: figures, sentences and the demo."""
