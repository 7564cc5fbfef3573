"""What a check may come to, other than `confirmed`: raised where it is found."""


class Refused(Exception):
    """A file that is not of the format."""


class Rejected(Exception):
    """What a certificate claims is not so, or is about something else."""


class Unshown(Exception):
    """Nothing is wrong, and nothing is shown: `not confirmable`."""


# what Python raises where something is not of the format, which nobody asked before
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ZeroDivisionError)


def require(holds, why, error=Rejected):
    if not holds:
        raise error(why)
