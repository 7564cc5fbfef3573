"""What rejects or refuses, and confirms nothing: of the truth of what is asked the core asks alone."""
from refusals import lists, same, schema
