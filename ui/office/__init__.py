"""Between this laptop and others: records of other systems taken over, records handed to the office."""
