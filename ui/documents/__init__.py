"""Papers on the screen: seen as they will be printed, changed, printed, saved where the nurse says, given."""
