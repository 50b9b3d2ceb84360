"""Units: tokens that rules fix before any lexicon, found in the simplest possible way. A part of the
oracles for the tests of ciku, with which it shares no code.
"""

import functools
import re
import unicodedata

ZERO_TO_NINE = "〇零○一二三四五六七八九"
TENS = "十百千万亿"
NUMERALS = ZERO_TO_NINE + TENS + "两"
REPEATED = "—…─―.-_=*"
# Unicode's White_Space.
WHITE_SPACE = frozenset(map(chr, [*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B),
                                  0x2028, 0x2029, 0x202F, 0x205F, 0x3000]))  # fmt: skip
LIMIT = 1 << 16

DATE = re.compile(
    f"(?:[0-9]{{4}}|[{ZERO_TO_NINE}]{{4}}|[{ZERO_TO_NINE}]{{2}})年"
    f"|(?:[0-9]{{1,2}}|[{ZERO_TO_NINE}十]{{1,3}})(?:月(?![饼球])|日)"
    "|[0-9]{1,2}(?:时|分(?![钟之]))"
)
# The digits before and after a 点 are looked at, and not taken.
NUMBER = f"(?:[{NUMERALS}]|(?<=[{ZERO_TO_NINE}])点(?=[{ZERO_TO_NINE}]))"
ORDINAL = re.compile(f"第[{NUMERALS}]{NUMBER}*")
SOME = re.compile(f"几[{TENS}]{NUMBER}*")
CHINESE = re.compile(f"[{NUMERALS}]{NUMBER}+")
# Letters become a, other characters stay: see plain().
LATIN = re.compile("[a0-9](?:[a0-9]|(?<=[0-9])[.,:/·](?=[0-9]))*")
AFTER_NUMBER = re.compile(f"[{TENS}]*[%‰]?")


# Scripts Latin, Greek and Cyrillic in Unicode 15.0, Scripts.txt; not all of these are letters.
LETTER_RANGES = [
    (0x41, 0x5A), (0x61, 0x7A), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0xD6), (0xD8, 0xF6),
    (0xF8, 0x2B8), (0x2E0, 0x2E4), (0x370, 0x373), (0x375, 0x377), (0x37A, 0x37D), (0x37F, 0x37F),
    (0x386, 0x386), (0x388, 0x3E1), (0x3F0, 0x484), (0x487, 0x52F), (0x1C80, 0x1C88),
    (0x1D00, 0x1DBF), (0x1E00, 0x1FFE), (0x2071, 0x2071), (0x207F, 0x207F), (0x2090, 0x209C),
    (0x2126, 0x2126), (0x212A, 0x212B), (0x2132, 0x2132), (0x214E, 0x214E), (0x2160, 0x2188),
    (0x2C60, 0x2C7F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F), (0xA722, 0xA787), (0xA78B, 0xA7CA),
    (0xA7D0, 0xA7FF), (0xAB30, 0xAB5A), (0xAB5C, 0xAB69), (0xFB00, 0xFB06), (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A), (0x10780, 0x107BA), (0x1DF00, 0x1DF1E), (0x1DF25, 0x1DF2A),
    (0x1E030, 0x1E06D),
]  # fmt: skip
# Letters of these that are new in Unicode 15.0: Python 3.11 knows Unicode 14.0 only.
NEW_LETTERS = [(0x1DF25, 0x1DF2A), (0x1E030, 0x1E06D)]


def is_in(symbol, ranges):
    return any(first <= ord(symbol) <= last for first, last in ranges)


@functools.cache
def is_letter(symbol):
    if is_in(symbol, NEW_LETTERS):
        return True
    return unicodedata.category(symbol).startswith("L") and is_in(symbol, LETTER_RANGES)


def plain(symbol):
    """Full-width forms become ASCII; letters become a."""
    if "\uff01" <= symbol <= "\uff5e":
        symbol = chr(ord(symbol) - 0xFEE0)
    return "a" if is_letter(symbol) else symbol


def is_symbol(symbol, pattern):
    return symbol not in WHITE_SPACE and pattern.fullmatch(symbol) is not None


def unit_at(text, at, symbol, han):
    """Returns the end of the unit that begins at `at`; `at` if a symbol of a run stands there. `text`
    is plain; `symbol` is the character as it is written, and says whether it is one."""
    if han and (found := DATE.match(text, at)):
        return found.end()
    if found := LATIN.match(text, at):
        end = found.end()
        return end if "a" in found[0] else AFTER_NUMBER.match(text, end).end()
    if han:
        for rule in ORDINAL, SOME, CHINESE:
            found = rule.match(text, at)
            if found and not (rule is CHINESE and len(found[0]) == 2 and found[0][0] == found[0][1]):
                return found.end()
    if text[at] in REPEATED:
        end = at
        while end < len(text) and text[end] == text[at]:
            end += 1
        return end
    return at if symbol else at + 1


def is_latin(unit):
    """Whether a unit is a Latin word or a number, and no date."""
    return LATIN.match("".join(map(plain, unit))) is not None and unit[-1] not in "年月日时分"


def parts(line, alphabet, pattern, limit=LIMIT):
    """Yields ("unit", begin, end) and ("run", begin, end). `pattern` matches stretches of symbols of
    the alphabet. Runs and units are divided after `limit` symbols."""
    text = "".join(map(plain, line))
    han = alphabet in ("basic", "han")
    run = at = 0
    while at < len(text):
        end = min(unit_at(text, at, is_symbol(line[at], pattern), han), at + limit)
        if run < at and (end > at or at - run == limit):
            yield "run", run, at
            run = at
        if end > at:
            yield "unit", at, end
            run = end
        at = max(end, at + 1)
    if run < at:
        yield "run", run, at
