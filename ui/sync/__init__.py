"""Between this laptop and the office: what is sent, what is received, what waits and why, what to decide."""
