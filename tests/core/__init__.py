"""The model, the answers and the readers, by themselves."""
