"""Random text of words in mixed scripts, with every fault that an input can have."""

SCRIPTS = [
    [chr(c) for c in range(0x4E00, 0x4E28)],  # basic
    [chr(c) for c in range(0x4E00, 0x9FA6, 997)],
    list("abcXYZ0189"),
    [chr(c) for c in range(0x3400, 0x340A)] + list("々〇\U00020000\U00020001\U0003134a"),  # han
    list("あいうアイウー") + list("한국어말") + list("ภาษาไทย") + list("éßñ") + list("кириц"),
    [chr(c) for c in range(0x0900, 0x0940)] + list("①Ⅷ٣²\u0301\u0300"),  # marks and numbers
]
# Characters that --normalize and --lower change, alone or beside each other, and some that they do
# not change.
FOLDED = [
    list("ＡＢｂ１２ａｃ，：") + list("abABC"),
    list("eodDq\u1e0c\u1e0d\u00c5\u212b\u017f") + list("\u0307\u0323\u0301\u0327\u0345\u0344\u0f73"),
    list("ｶﾊﾀﾞﾟガハ\u3099\u309b") + list("ーｰ"),
    list("\u1100\u1161\u11a8\u1112\u11ab가각\u3131\u314f\uffa1\uffc2"),
    list("㌔㈱Ⅳⅳ\ufdfaﬁﬀ½①㎏…™"),
    list("กำ่ั\u0e33\u09c7\u09be\u0dd9\u0dcf\u0dca"),
    list("豈\U0002f800\U0001d49c\U0001d7d8\U0001d15e\U0001d165") + list("中国人民"),
    list("İıΣςσẞßǅǆЖж"),
]  # fmt: skip
# What units are made of.
UNITS = [
    list("0123456789１２３"), list("〇零○一二三四五六七八九"), list("十百千万亿两第几点"),
    list("年月日时分饼球钟之"), list(".,:/·，．：％%‰"), list("-—…─―_=*"), list("aBcéЖσＡ"),
    list("0123456789年月日时分.,%"), list("一二三四两十百点第年月日"),
]  # fmt: skip
SEPARATORS = [" ", "，", "。", "-", "\t", "\u3000", "😀", "\u00a0", "\0", "\u2028", "\x0b"]
INVALID = [b"\xff", b"\x80", b"\xc0\xaf", b"\xe4\xb8", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
           b"\xf0\x9f\x98", b"\xe0\x80\x80", b"\xc3", b"\xf8\x88\x80\x80\x80"]  # fmt: skip
LINE_ENDS = [b"\n", b"\n", b"\r\n", b"\n\n", b"\r\r\n", b"\r"]


def vocabulary(random, size=60, scripts=None):
    """Returns words of one to five symbols, most of them in one script."""
    words = []
    for _ in range(size):
        script = random.choice(scripts or SCRIPTS)
        words.append("".join(random.choices(script, k=random.choice([1, 1, 2, 2, 2, 3, 4, 5]))))
    return words


def text(random, size, line=200, invalid=0.02, separators=0.3, words=None):
    """Returns about `size` bytes in lines of about `line` bytes, or in a single line if `line` is
    large."""
    words = words or vocabulary(random)
    weights = [1 / (rank + 1) for rank in range(len(words))]
    choice = iter(())
    out = [random.choice([b"", b"", b"\xef\xbb\xbf", b"\xef\xbb"])]
    written = length = 0
    while written < size:
        word = next(choice, None)
        if word is None:
            choice = iter(random.choices(words, weights, k=4096))
            continue
        part = word.encode()
        chance = random.random()
        if chance < separators:
            part += random.choice(SEPARATORS).encode()
        elif chance > 1 - invalid:
            part += random.choice(INVALID)
        length += len(part)
        if length > line * random.random() * 2:
            part += random.choice(LINE_ENDS)
            length = 0
        out.append(part)
        written += len(part)
    return b"".join(out) + random.choice([b"", b"\n", b"\r\n", b"\r", b"\xe4", b"\n\n"])


def folded_vocabulary(random, size=60):
    """Returns words in only a few of the scripts that folding changes, so that equal symbols meet
    often."""
    return vocabulary(random, size, random.sample(FOLDED, random.randint(1, len(FOLDED))))


def crowded(random, wide, narrow):
    """Returns text with more distinct pairs and pieces than fit in small budgets.

    Some runs draw from 20,000 characters, and their pairs hardly ever occur twice. Others are six
    of 100 characters, and all their pairs are frequent; every other one of these runs occurs more
    than once.
    """
    many = [chr(c) for c in range(0x4E00, 0x4E00 + 20000)]
    few = [chr(c) for c in range(0x4E00, 0x4E00 + 100)]
    lines = ["".join(random.choices(many, k=40)) for _ in range(wide // 40)]
    runs = ["".join(random.choices(few, k=6)) for _ in range(narrow // 8)]
    lines += ["，".join(random.choices(runs, k=8)) for _ in range(narrow // 48)]
    random.shuffle(lines)
    return "\n".join(lines).encode() + b"\n"
