"""Whether digits are the number of a person: an identity card's, or a mobile phone's.

Comes in: digits without blanks or marks between them. Goes out: yes or no. Refuses to know: what stands around them.
Sources: GB 11643 (identity cards; place, date and check digit by python-stdnum), and the numbering plan of China as
libphonenumber has it (the type MOBILE). The libraries are loaded when the first number comes that may be one.
"""

from __future__ import annotations

from datetime import date

FIRST_REQUESTS = 2008
"""The Regulation is in force since that year: numbers that begin with place and date are given to documents since."""
_OLDEST = 1900
_PROVINCES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            81,
            82,
            83,
            91,
        ),
    )
)
"""GB/T 2260; 83 is of residence permits, 91 of foreigners."""


def is_identity_card(number: str, is_named: bool) -> bool:
    """Whether 18 or 15 characters are the number of an identity card.

    18: place and date must be those of a person. A wrong check digit or a county that is in no list is a slip of the
    pen and makes nobody less known; but where the date is of 2008 or later, so that it may be a document's number of
    place, date and count, the check digit and the county must be right, unless words name an identity card
    (`is_named`). 15 (given out until 1999): the county must be known, unless words name it.

    >>> is_identity_card("410781199003071239", False), is_identity_card("410781199003071230", False)
    (True, True)
    >>> is_identity_card("410781202303071230", False), is_identity_card("410781199013071230", False)
    (False, False)
    >>> is_identity_card("410781900307123", False), is_identity_card("410799900307123", False)
    (True, False)
    """
    if len(number) == 15:
        return _is_person(f"{number[:6]}19{number[6:]}") and (
            is_named or _has_known_county(f"{number[:6]}19{number[6:]}0")
        )
    if not _is_person(number):
        return False
    if is_named:
        return True
    if int(number[6:10]) >= FIRST_REQUESTS:
        return _is_exact(number)
    return not _is_credit_code(number) or has_right_digit(number)


def is_mobile(number: str) -> bool:
    """Whether eleven digits are a mobile phone's number in the numbering plan of China.

    >>> is_mobile("13812345678"), is_mobile("12812345678"), is_mobile("10000000000")
    (True, False, False)
    """
    if len(number) != 11 or number[0] != "1" or number[1] < "3":
        return False
    import phonenumbers

    parsed = phonenumbers.PhoneNumber(country_code=86, national_number=int(number))
    return bool(phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE)


def _is_person(number: str) -> bool:
    """Whether the number begins with a province and, behind six digits, has the date of a birth."""
    year = int(number[6:10])
    if number[:2] not in _PROVINCES or not _OLDEST <= year < 2100:
        return False
    try:
        date(year, int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return True


def _is_exact(number: str) -> bool:
    """Whether place, date and check digit are right."""
    return has_right_digit(number) and _has_known_county(number)


def has_right_digit(number: str) -> bool:
    """Whether the last of 18 characters is the check digit of the others.

    >>> has_right_digit("410781199003071239"), has_right_digit("41078119900307123X")
    (True, False)
    """
    from stdnum.cn import ric

    return bool(ric.calc_check_digit(number) == number[-1])


def _has_known_county(number: str) -> bool:
    from stdnum.cn import ric
    from stdnum.exceptions import ValidationError

    try:
        return bool(ric.get_birth_place(number))
    except (ValidationError, KeyError):  # KeyError: a province without such a county
        return False


def _is_credit_code(number: str) -> bool:
    """Whether it is a unified social credit code, whose check digit is another."""
    from stdnum.cn import uscc

    return number[2:4] in _PROVINCES and bool(uscc.is_valid(number))
