"""What is accepted from outside: checks, limits, and how a refusal is said."""
