"""The gradebook: attempts, what they were graded on, and the rules by which they become grades. No AWS.

It costs SQLAlchemy, so whoever may do without imports it late.
"""

from checks.gradebook.address import place
from checks.gradebook.attempt import Attempt, Entry, Run, State
from checks.gradebook.book import Gradebook
from checks.gradebook.errors import BookError, NoBook

__all__ = ["Attempt", "BookError", "Entry", "Gradebook", "NoBook", "Run", "State", "place"]
