"""`ciku tokenize` compared with the oracle in plain Python, and what it refuses."""

import json
import math
import random
import unittest
from pathlib import Path

import random_text
from driver import ALPHABETS, AS_LINES, CORPORA, CliTest, assert_same, few, frames_of, run, seeds, tool, zstd

import tokenizer  # of tests/oracle

BUILTIN = Path(__file__).resolve().parents[2] / "engine" / "lexicon" / "builtin" / "lexicon.tsv"
ASCII = ["a", "ab", "abc", "A1", "1", "12", ".5", "3.14", "b", "C", "x.", "."]


def random_lexicon(dice, words):
    """Returns some of the words, their parts, and letters, with counts that are sometimes equal."""
    chosen = dice.sample(words, len(words) // 2)
    chosen += [word[: dice.randint(1, len(word))] for word in words]
    chosen += [word[dice.randrange(len(word)) :] for word in words]
    chosen += dice.sample(ASCII, 6) + [dice.choice(words) + dice.choice(words) for _ in range(20)]
    most = dice.choice([1, 2, 10, 10**6])
    return {word: dice.randint(1, most) for word in chosen}


def winning_count(lexicon, word):
    """Returns the least count that makes a word more probable than its parts."""
    total = max(sum(lexicon.values()), 1)
    best = [0.0] + [-math.inf] * len(word)
    for begin in range(len(word)):
        for end in range(begin + 1, len(word) + 1):
            part = word[begin:end]
            if part == word and len(word) > 1:
                continue
            count = lexicon.get(part, 0) if len(word) > 1 else 0
            if count or end - begin == 1:
                score = math.log(count / total) if count else -100
                best[end] = max(best[end], best[begin] + score)
    return int(min(math.exp(best[-1]) * total, 1e15)) + 1


class TokenizeCase(CliTest):
    def write_lexicon(self, words):
        return self.write("lexicon", "".join(f"{word}\t{count}\n" for word, count in words.items()))

    def tokenize(self, *args, **more):
        result = run("tokenize", *args, "--quiet", **more)
        self.assertEqual(result.status, 0, result)
        return result.output

    def expected(self, data, words, separator=" ", joining=True, units_of=None):
        oracle = tokenizer.Tokenizer(words, joining, units_of)
        return "".join(tokenizer.as_line(oracle.tokenize(record), separator) + "\n"
                       for record in tokenizer.records(data)).encode()  # fmt: skip

    def random_text(self, dice, size, **shape):
        words = random_text.vocabulary(dice, dice.choice([4, 20, 60])) + ASCII
        if dice.random() < 0.5:
            words += random_text.vocabulary(dice, dice.choice([20, 200]), random_text.UNITS)
        return random_lexicon(dice, words), random_text.text(dice, size, words=words, **shape)


class AgainstOracle(TokenizeCase):
    def test_random_text(self):
        for seed in seeds(30):
            dice = random.Random(seed)
            words, data = self.random_text(
                dice, dice.choice([0, 10, 1000, 20_000]), line=dice.choice([5, 80, 1000]),
                invalid=dice.choice([0, 0.05]), separators=dice.choice([0, 0.1, 0.5]))  # fmt: skip
            args = [self.write("text", data), *AS_LINES, "--lexicon", self.write_lexicon(words)]
            with self.subTest(seed=seed):
                assert_same(self, self.tokenize(*args), self.expected(data, words), "joined")
                assert_same(self, self.tokenize(*args, "--no-joining", "--separator", "／ "),
                            self.expected(data, words, "／ ", False), "not joined")  # fmt: skip
                alphabet = dice.choice(ALPHABETS)
                assert_same(self, self.tokenize(*args, "--rules", "units", "--alphabet", alphabet),
                            self.expected(data, words, units_of=alphabet), alphabet)  # fmt: skip

    def test_json_lines_with_offsets(self):
        for seed in seeds(10):
            dice = random.Random(seed)
            words, data = self.random_text(dice, 5000, invalid=dice.choice([0, 0.05]))
            units_of = dice.choice([None, "han"])
            oracle = tokenizer.Tokenizer(words, units_of=units_of)
            args = [self.write("text", data), *AS_LINES, "--lexicon", self.write_lexicon(words)]
            args += ["--rules", "units" if units_of else "nlp-zero"]
            lines = self.tokenize(*args, "--format", "jsonl").decode().split("\n")
            self.assertEqual(lines.pop(), "")
            seen = [json.loads(line) for line in lines]
            expected = []
            for record in tokenizer.records(data):
                tokens, at = [], 0
                for token in oracle.tokenize(record):
                    tokens.append([token, at, at + len(token)])
                    at += len(token)
                expected.append({"tokens": tokens})
            self.assertEqual(seen, expected, f"seed {seed}")

    def test_records_of_json(self):
        # Inside a record, line ends are separators and white space.
        dice = random.Random(1)
        words, _ = self.random_text(dice, 10)
        texts = [random_text.text(dice, dice.choice([0, 10, 300]), line=10, words=list(words),
                                  invalid=0).decode("utf-8", "ignore") for _ in range(200)]  # fmt: skip
        lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
        path = self.write("text.jsonl", lines)
        packed = self.write("packed.jsonl.zst",
                            frames_of(lines.encode(), dice, 40))  # fmt: skip
        oracle = tokenizer.Tokenizer(words)
        expected = "".join(tokenizer.as_line(oracle.tokenize(text)) + "\n" for text in texts)
        for inputs in path, packed:
            seen = self.tokenize(inputs, "--lexicon", self.write_lexicon(words))
            assert_same(self, seen, expected.encode(), inputs)

    def test_the_same_bytes_whatever_the_run(self):
        # Also with endless lines, with and without separators.
        for seed, shape in enumerate([{}, {"line": 10**9}, {"line": 10**9, "separators": 0}]):
            dice = random.Random(seed)
            words, data = self.random_text(dice, 1_500_000, **shape)
            path = self.write("text", data)
            packed = self.write("text.zst", frames_of(data, dice, 200))
            tiny = self.write("tiny.zst", frames_of(data[:3000], dice, 900))
            lexicon = ["--lexicon", self.write_lexicon(words)]
            for more in few(([], ["--format", "jsonl"], ["--rules", "units"])):
                if len(shape) < 2 and "jsonl" not in more:
                    expected = self.expected(data, words, units_of="han" if more else None)
                else:
                    expected = self.tokenize(path, *lexicon, *more)
                for threads in few((1, 4)):
                    for inputs in path, packed:
                        args = [inputs, *lexicon, *more, "--threads", threads]
                        assert_same(self, self.tokenize(*args), expected, args)
                        args += ["--memory", self.least_memory("tokenize", *args)]
                        assert_same(self, self.tokenize(*args), expected, args)
            assert_same(self, self.tokenize(tiny, *lexicon), self.expected(data[:3000], words), seed)

    def test_stretches_without_separators(self):
        # They are divided after every 2^18 symbols, independently of blocks.
        symbols = "词库" * 200_000
        words = {"词库": 3, "库词库": 2, "词": 1, "库": 1}
        size = 1 << 18
        expected = []
        oracle = tokenizer.Tokenizer(words)
        for at in range(0, len(symbols), size):
            expected += oracle.best_path(symbols[at : at + size])
        for end in "", "\n", "\r\n", "\r", "。\n":
            path = self.write("text", symbols + end)
            tail = ["。"] if end.startswith("。") else []
            seen = self.tokenize(path, "--lexicon", self.write_lexicon(words), "--threads", 2)
            assert_same(self, seen, (" ".join(expected + tail) + "\n").encode(), repr(end))

    def test_long_runs_and_units(self):
        # They are divided after every 2^16 symbols, independently of blocks.
        words = {"词库": 3, "库词库": 2, "词": 1, "库": 1}
        oracle = tokenizer.Tokenizer(words, units_of="han")
        for text in "词库" * 200_000, "第" + "一" * 150_000, "1.2" * 100_000, "。词—" * 80_000:
            path = self.write("text", text + "词库\n")
            expected = tokenizer.as_line(oracle.tokenize(text + "词库")) + "\n"
            args = [path, "--lexicon", self.write_lexicon(words), "--rules", "units"]
            for memory in [], ["--memory", self.least_memory("tokenize", *args)]:
                assert_same(self, self.tokenize(*args, *memory), expected.encode(), text[:5])

    def test_inputs_keep_their_order(self):
        paths = [self.write(f"many/{i:03}", f"第{i}行\n" * (i % 7)) for i in range(100)]
        seen = self.tokenize(*paths[::-1], "--lexicon", self.write_lexicon({"第": 1, "行": 1}))
        oracle = tokenizer.Tokenizer({"第": 1, "行": 1})
        expected = "".join((tokenizer.as_line(oracle.tokenize(f"第{i}行")) + "\n") * (i % 7)
                           for i in reversed(range(100)))  # fmt: skip
        assert_same(self, seen, expected.encode(), "order")

    def test_the_built_in_lexicon(self):
        text = self.write("text", "今天天气很好，我们一起去公园散步吧。\n")
        tokens = self.tokenize(text)
        self.assertEqual(tokens.decode(), "今天 天气 很好 ， 我们 一起 去 公园 散步 吧 。\n")
        self.assertEqual(tokens, self.tokenize(text, "--lexicon", BUILTIN, "--rules", "units"))
        text = self.write("text", "2019年3月，第三次购买iPhone15，售价1,000万，涨35%。\n")
        self.assertEqual(self.tokenize(text).decode(),
                         "2019年 3月 ， 第三 次 购买 iPhone15 ， 售价 1,000万 ， 涨 35% 。\n")  # fmt: skip
        for nlp_zero in ["--rules", "nlp-zero"], ["--no-joining"]:
            self.assertEqual(self.tokenize(text, *nlp_zero),
                             self.tokenize(text, "--lexicon", BUILTIN, *nlp_zero))  # fmt: skip

    def test_traditional_text(self):
        forms = {"們": "们", "國": "国", "後": "后", "乾": "干", "裡": "里", "麼": "么", "電": "电"}
        both = "我国们后干里么电後乾"  # also in words
        for seed in seeds(20):
            dice = random.Random(seed)
            words = random_text.vocabulary(dice, 60, [list(both)])
            # Auto depends on how much rarer a character is than its simplified form.
            lexicon = {word: dice.choice([1, 100, 10**6, 10**9]) for word in words}
            scripts = [list(both) + list(forms), list("我国们后干里么电"), list("，2年")]
            data = random_text.text(dice, 4000, words=random_text.vocabulary(dice, 60, scripts))
            args = [self.write("text", data), "--lexicon", self.write_lexicon(lexicon)]
            args += ["--rules", "units"]
            for script, known, always in (("hant", forms, True), ("auto", forms, False),
                                          ("hans", {}, True), (None, {}, True)):  # fmt: skip
                oracle = tokenizer.Tokenizer(lexicon, units_of="han", forms=known, always=always)
                expected = "".join(tokenizer.as_line(oracle.tokenize(record)) + "\n"
                                   for record in tokenizer.records(data))  # fmt: skip
                more = ["--script", script] if script else []
                assert_same(self, self.tokenize(*args, *more), expected.encode(), f"{seed} {script}")

    def test_traditional_text_by_the_built_in_lexicon(self):
        traditional = self.write("hant", "著名作家魯迅在後面的房間裡準備研究乾隆皇帝\n")
        tokens = "著名 作家 魯迅 在 後面 的 房間 裡 準備 研究 乾隆 皇帝\n"
        self.assertEqual(self.tokenize(traditional).decode(), tokens)
        self.assertEqual(self.tokenize(traditional, "--script", "hant").decode(), tokens)
        self.assertNotEqual(self.tokenize(traditional, "--script", "hans").decode(), tokens)
        simplified = self.write("hans", "著名作家鲁迅在后面的房间里准备研究乾隆皇帝\n")
        tokens = "著名 作家 鲁迅 在 后面 的 房间 里 准备 研究 乾隆 皇帝\n"
        for script in "auto", "hant", "hans", "none":
            self.assertEqual(self.tokenize(simplified, "--script", script).decode(), tokens)

    def test_user_words(self):
        for seed in seeds(10):
            dice = random.Random(seed)
            words = random_text.vocabulary(dice, 40, random_text.SCRIPTS[:1])
            lexicon = random_lexicon(dice, words)
            wanted = {word: None for word in random_text.vocabulary(dice, 20, random_text.SCRIPTS[:2])}
            counted = {word: dice.randint(1, 99) for word in random_text.vocabulary(dice, 9)}
            added = dict(lexicon)
            for word in wanted:
                added[word] = max(lexicon.get(word, 0), winning_count(lexicon, word))
            for word, count in counted.items():
                added[word] = max(added.get(word, 0), lexicon.get(word, 0) + count)
            first = self.write("first", "".join(f"{word}\n" for word in wanted))
            second = self.write("second", "".join(f"{word}\t{n}\n" for word, n in counted.items()))
            data = random_text.text(dice, 3000, words=[*words, *wanted, *counted], invalid=0)
            args = [self.write("text", data), "--lexicon", self.write_lexicon(lexicon)]
            seen = self.tokenize(*args, "--user-words", first, "--user-words", second, "--no-joining")
            assert_same(self, seen, self.expected(data, added, joining=False), f"seed {seed}")
            alone = self.write("alone", "".join(f"{word}\n" for word in wanted))
            seen = self.tokenize(alone, *args[1:], "--user-words", first)
            self.assertEqual(seen.decode().split("\n")[:-1], list(wanted))

    def test_standard_input(self):
        lexicon = self.write_lexicon({"词库": 3, "好": 1})
        self.assertEqual(self.tokenize("--lexicon", lexicon, stdin="词库好\n好词库".encode()),
                         "词库 好\n好 词库\n".encode())  # fmt: skip


class KeepFieldsTest(TokenizeCase):
    def record(self, dice, number, text):
        """Returns a record as it is written, and its fields without those that are not kept."""
        fields = {"id": str(10**30 + number), "tokens": "[1,{}]", "t\"": "1e999", "deep": "[" * 1500 + "]" * 1500,
                  "inner": json.dumps({"tokens": "a,}", "text": 1}), "lone": r'"\ud800"',
                  "body": json.dumps(text, ensure_ascii=dice.random() < 0.5)}  # fmt: skip
        names = [name for name in fields if name == "body" or dice.random() < 0.4]
        dice.shuffle(names)
        space = dice.choice(["", " ", "\t"])
        written = [(name, f"{json.dumps(name)}{space}:{space}{fields[name]}") for name in names]
        line = "{" + space + f"{space},{space}".join(field for _, field in written) + space + "}"
        return line, [field for name, field in written if name != "tokens"]

    def tokens_of(self, oracle, text):
        tokens, at = [], 0
        for token in oracle.tokenize(text):
            tokens.append([token, at, at + len(token)])
            at += len(token)
        return json.dumps(tokens, ensure_ascii=False, separators=(",", ":"))

    def test_random_records(self):
        for seed in seeds(6):
            dice = random.Random(seed)
            words, _ = self.random_text(dice, 10)
            oracle = tokenizer.Tokenizer(words)
            lines, expected = [], []
            for number in range(2000):
                text = random_text.text(dice, dice.choice([0, 10, 300]), line=30, words=list(words),
                                        invalid=0).decode("utf-8", "ignore")  # fmt: skip
                line, kept = self.record(dice, number, text)
                lines.append(line + dice.choice(["\n", "\r\n", " \n\n"]))
                expected.append(",".join(["{" + kept[0], *kept[1:], f'"tokens":{self.tokens_of(oracle, text)}}}\n']))
            data, expected = "".join(lines).encode(), "".join(expected).encode()
            args = ["--field", "body", "--keep-fields", "--lexicon", self.write_lexicon(words)]
            for name, stored in (("plain", data), ("framed", frames_of(data, dice, 300))):
                for more in few((["--threads", "1"], ["--threads", "4"], ["--memory", "60M"])):
                    seen = self.tokenize(self.write(name, stored), *args, *more)
                    assert_same(self, seen, expected, f"seed {seed}: {name} {more}")

    def test_texts_in_several_fields(self):
        path = self.write("in.jsonl", '{"a":"词库","b":[{"t":"库"},{"t":"词"}]}\n{"b":[]}\n{"a":null}\n')
        args = ["--lexicon", self.write_lexicon({"词库": 1}), "--keep-fields"]
        for fields in (["--field", "a", "--field", "b[].t"], ["--field", "b[].t"]):
            self.assert_fails(2, "--keep-fields needs one text for each record: .*--join-fields",
                              "tokenize", path, *fields, *args)  # fmt: skip
        seen = self.tokenize(path, "--field", "a", "--field", "b[].t", "--join-fields", "，", *args)
        self.assertEqual([[token for token, _, _ in json.loads(line)["tokens"]] for line in seen.splitlines()],
                         [["词库", "，", "库", "，", "词"], [], []])  # fmt: skip

    def test_what_is_no_text_and_what_is_no_json(self):
        path = self.write("in.jsonl", b'{"id":1,"text":"\xe8\xaf\x8d\xff"}\n{"id":2}\n{"id":3,"text":"\xe8\xaf\x8d","x":"\xff"}\n')
        args = ["--lexicon", self.write_lexicon({"词库": 1}), "--keep-fields"]
        self.assert_fails(1, "has no field 'text'", "tokenize", path, *args)
        seen = run("tokenize", path, *args, "--skip-bad-records")
        self.assertEqual(seen.output.decode(), '{"id":1,"text":"词\ufffd","tokens":[["词",0,1],["\ufffd",1,2]]}\n'
                         '{"id":3,"text":"词","x":"\ufffd","tokens":[["词",0,1]]}\n')  # fmt: skip
        for name, data, more in (("in.txt", "词库\n", []), ("in.csv", "text\n词库\n", ["--column", "text"])):
            self.assert_fails(2, f"{name}: --keep-fields needs JSON lines",
                              "tokenize", self.write(name, data), *args, *more)  # fmt: skip
        self.assert_fails(2, "--keep-fields writes JSON lines", "tokenize", path, *args, "--format", "text")


class PhrasesTest(TokenizeCase):
    """Words that hold separators or the borders of units."""

    FORMS = {"們": "们", "國": "国", "後": "后", "乾": "干", "裡": "里", "麼": "么", "電": "电"}

    def tokens(self, text, words, *options):
        """Returns the tokens of a line, without those of white space."""
        args = [self.write("text", text), "--lexicon", self.write_lexicon(words), *options]
        lines = self.tokenize(*args, "--separator", "|").decode().split("\n")
        self.assertEqual(lines[1:], [""])
        return lines[0].split("|")

    def phrases_of(self, dice, data, size):
        """Returns random stretches of a text, with counts, some with another end."""
        text = data.decode("utf-8", "ignore").replace("\r", "\n")
        words = {}
        while len(words) < size:
            begin = dice.randrange(len(text))
            word = text[begin : begin + dice.choice([1, 2, 2, 3, 3, 4, 5, 8, 20])]
            if dice.random() < 0.2:
                word += dice.choice(text)
            if word and not any(symbol < " " or symbol == "\x7f" or symbol == "\ufeff" for symbol in word) \
                    and word == word.strip():  # fmt: skip
                words[word] = dice.choice([1, 100, 10**9])
        return words

    def phrase_text(self, dice, size, **shape):
        scripts = dice.choice([None, random_text.UNITS, [*"ab ", "词库", list(self.FORMS)]])
        words = random_text.vocabulary(dice, dice.choice([5, 40]), scripts)
        return random_text.text(dice, size, words=words, **shape)

    def test_random_text(self):
        for seed in seeds(60):
            dice = random.Random(seed)
            data = self.phrase_text(dice, dice.choice([200, 4000]), line=dice.choice([40, 1000]),
                                    invalid=dice.choice([0, 0.02]))  # fmt: skip
            words = self.phrases_of(dice, data, dice.choice([3, 30, 200]) if len(data) > 300 else 3)
            args = [self.write("text", data), *AS_LINES, "--lexicon", self.write_lexicon(words)]
            assert_same(self, self.tokenize(*args), self.expected(data, words), f"seed {seed}")
            assert_same(self, self.tokenize(*args, "--no-joining"),
                        self.expected(data, words, joining=False), f"seed {seed}: not joined")  # fmt: skip
            alphabet = dice.choice(ALPHABETS)
            args += ["--rules", "units", "--alphabet", alphabet]
            assert_same(self, self.tokenize(*args), self.expected(data, words, units_of=alphabet),
                        f"seed {seed}: {alphabet}")  # fmt: skip

    def test_traditional_text(self):
        both = "我国们后干里么电後乾"  # also in words
        for seed in seeds(30):
            dice = random.Random(seed)
            scripts = [list(both) + list(self.FORMS), list("我国们后干里么电"), list("，2年 A·")]
            data = random_text.text(dice, 4000, words=random_text.vocabulary(dice, 40, scripts))
            simplified = "".join(self.FORMS.get(symbol, symbol) for symbol in data.decode("utf-8", "ignore"))
            words = self.phrases_of(dice, dice.choice([data, simplified.encode()]), 60)
            args = [self.write("text", data), *AS_LINES, "--lexicon", self.write_lexicon(words)]
            args += ["--rules", "units"]
            for script, known, always in (("hant", self.FORMS, True), ("auto", self.FORMS, False),
                                          ("hans", {}, True), (None, {}, True)):  # fmt: skip
                oracle = tokenizer.Tokenizer(words, units_of="han", forms=known, always=always)
                expected = "".join(tokenizer.as_line(oracle.tokenize(record)) + "\n"
                                   for record in tokenizer.records(data))  # fmt: skip
                more = ["--script", script] if script else []
                assert_same(self, self.tokenize(*args, *more), expected.encode(), f"{seed} {script}")

    def test_endless_lines_in_small_blocks(self):
        for seed in seeds(4):
            dice = random.Random(seed)
            data = self.phrase_text(dice, 600_000, line=10**9, separators=dice.choice([0, 0.01, 0.3]))
            words = self.phrases_of(dice, data, 300)
            path = self.write("text", data)
            packed = self.write("text.zst", frames_of(data, dice, 100))
            for more in few((["--rules", "nlp-zero"], ["--rules", "units", "--script", "hant"])):
                args = ["--lexicon", self.write_lexicon(words), *more, "--format", "jsonl"]
                expected = self.tokenize(path, *args)
                for threads in few((1, 4)):
                    for inputs in path, packed:
                        run_args = [inputs, *args, "--threads", threads]
                        run_args += ["--memory", self.least_memory("tokenize", *run_args)]
                        assert_same(self, self.tokenize(*run_args), expected, f"{seed} {run_args}")

    def test_longest_first_and_from_the_left(self):
        words = {"词": 1, "a b": 1, "a b c": 1, "b c d": 10**9, "c d": 1, "词 库": 1}
        self.assertEqual(self.tokens("a b c d", words), ["a b c", "d"])
        self.assertEqual(self.tokens("a b d c d", words), ["a b", "d", "c d"])
        self.assertEqual(self.tokens("a b  c", words), ["a b", "c"])
        # White space is this very white space.
        self.assertEqual(self.tokens("a  b 词 库词\u3000库", words, "--rules", "units"),
                         ["a", "b", "词 库", "词", "库"])  # fmt: skip

    def test_phrases_cut_no_unit(self):
        words = {"machine learning": 1, "5G手机": 1, "百分之三十": 1, "T恤": 1, ".NET": 1, "C++": 1,
                 "A--": 1, "COVID-19": 1, "卡尔·马克思": 1, "第二天": 1, "哈利·波特": 1}  # fmt: skip
        for text, tokens in (
            ("machine learnings", "machine learnings"), ("a machine learning", "a|machine learning"),
            ("amachine learning", "amachine learning"), ("学machine learning法", "学|machine learning|法"),
            ("15G手机", "15G 手 机"), ("买5G手机", "买|5G手机"), ("白T恤衫", "白|T恤|衫"),
            ("GT恤", "GT 恤"), ("百分之三十五", "百 分 之 三十五"), ("百分之三十的", "百分之三十|的"),
            ("ASP.NET和.NET", "ASP|.NET|和|.NET"), ("..NET", ".. NET"), ("C++11和C+", "C++|11|和|C|+"),
            ("A---", "A ---"), ("COVID-19期间", "COVID-19|期|间"), ("COVID-199", "COVID - 199"),
            ("卡尔·马克思的第二天", "卡尔·马克思|的|第二天"), ("第二十天", "第二十 天"),
            ("《哈利·波特》", "《|哈利·波特|》"),
        ):  # fmt: skip
            expected = tokens.split("|") if "|" in tokens else tokens.split(" ")
            self.assertEqual(self.tokens(text, words, "--rules", "units"), expected)

    def test_phrases_of_nlp_zero(self):
        words = {"市": 1, "New York": 1, "你好，世界": 1, "5 米": 1, "Привет мир": 1, "York": 5}
        for text, tokens in (
            ("New Yorker", "New|Yorker"), ("aNew York", "aNew|York"), ("在New York市", "在|New York|市"),
            ("你好，世界，你好", "你好，世界|，|你|好"), ("15 米", "15|米"), ("5 米", "5 米"),
            ("Привет миру", "П|р|и|в|е|т|м|и|р|у"), ("Привет мир", "Привет мир"),
            ("a中New York.b", "a|中|New York|.|b"), ("New York1.5", "New|York1|.|5"),
        ):  # fmt: skip
            self.assertEqual(self.tokens(text, words), tokens.split("|"))

    def test_a_user_word_of_the_built_in_lexicon(self):
        user = self.write("user", "machine learning\n卡尔·马克思\n")
        text = self.write("text", "卡尔·马克思研究machine learning。卡爾·馬克思研究過這個問題\n")
        seen = self.tokenize(text, "--user-words", user, "--separator", "/")
        self.assertEqual(seen.decode(), "卡尔·马克思/研究/machine learning/。/卡爾·馬克思/研究/過/這個/問題\n")

    def test_words_without_phrases_change_nothing(self):
        # One character each, one unit each, or divided by nothing: none of them is a phrase.
        words = {"一一": 1, "三十": 5, "，": 3, "machine": 1, "2019年": 1, "——": 2, "词库": 3, "\u3000": 1}
        path = self.write("text", "三十一一，machine——2019年词库\u3000三十五\n")
        args = [path, "--lexicon", self.write_lexicon(words), "--rules", "units"]
        self.assertEqual(self.tokenize(*args).decode(),
                         "三十一一 ， machine —— 2019年 词库 三十五\n")  # fmt: skip

    def test_a_separator_within_tokens_is_warned_of(self):
        path = self.write("text", "词\n")
        lexicon = self.write_lexicon({"词": 1, "New York": 3, "a b c": 2})
        result = run("tokenize", path, "--lexicon", lexicon)
        self.assertRegex(result.errors, "the separator of tokens is in 2 words of the lexicon, such as 'New York'")
        for more in ["--separator", "/"], ["--format", "jsonl"]:
            result = run("tokenize", path, "--lexicon", lexicon, *more)
            self.assertEqual((result.status, result.errors), (0, ""))

    def test_joining_ends_where_a_stretch_is_divided(self):
        size = 1 << 18
        path = self.write("text", "a" * (2 * size + 5) + "\n")
        args = [path, "--lexicon", self.write_lexicon({"词": 1})]
        expected = [size, size, 5]
        for memory in [], ["--memory", self.least_memory("tokenize", *args)]:
            seen = self.tokenize(*args, *memory).decode().split()
            self.assertEqual([len(token) for token in seen], expected)


@unittest.skipUnless(CORPORA, "CIKU_CORPORA does not name a folder of corpora")
class CorporaTest(TokenizeCase):
    """Real text, tokenized by lexicons that were mined from it."""

    def check(self, name, *method):
        path = Path(CORPORA) / f"{name}.txt.zst"
        if not path.exists():
            self.skipTest(f"there is no {path.name}")
        data = tool("zstd", "-dcq", path)[:2_000_000]
        text = self.write("text", data)
        mined = self.mine(text, *method)
        lexicon = self.write("mined", mined)
        words = tokenizer.read_lexicon(lexicon)
        assert_same(self, self.tokenize(text, "--lexicon", lexicon), self.expected(data, words), name)

    def test_news(self):
        self.check("news", "--method", "ngram", "--min-count", 3)

    def test_casual(self):
        self.check("casual", "--method", "word-finder")

    def test_techdocs(self):
        self.check("techdocs", "--min-count", 2, "--min-pmi", 1, "--alphabet", "any")

    def test_japanese(self):
        self.check("japanese", "--min-count", 2, "--min-pmi", 1, "--alphabet", "letters")


class RefusalTest(TokenizeCase):
    def refuse(self, words, reason):
        lexicon = self.write("bad", words)
        self.write("text", "文\n")
        self.assert_fails(1, [rf"bad: line \d+:? {reason}"], "tokenize", self.folder / "text",
                          "--lexicon", lexicon, "--quiet")  # fmt: skip

    def test_lexicons(self):
        self.refuse("词\t3\n库\t0\n", "has a count of 0")
        self.refuse("词\t3\n库\t-1\n好\t4\n", "does not fit the lexicon format")
        self.refuse("词\t3\n\t5\n好\t4\n", "does not fit the lexicon format")
        self.refuse("词\t-3\n", r"does not fit the lexicon format tsv \(a word, a tab and a count\)")
        self.refuse("词\t3\n库\x01\t5\n", "has a word that holds a control character")
        self.refuse("词\t3\n" + "长" * 4097 + "\t5\n", "has a word that is too long")
        self.refuse(b"\xe8\xaf\x8d\t3\n\xff\t5\n", "is not valid UTF-8")
        self.refuse("词\t3\n库\t9223372036854775807\n", "the counts add up to 2\\^63")
        self.refuse("词\t3\n库\t99999999999999999999\n好\t4\n", "does not fit the lexicon format")

    def test_counts_of_a_word_are_added_up(self):
        path = self.write("text", "甲乙丙\n")
        twice = self.write("twice", "甲乙\t2\n乙丙\t3\n甲\t1\n丙\t1\n甲乙\t2\n")
        once = self.write("once", "甲乙\t4\n乙丙\t3\n甲\t1\n丙\t1\n")
        self.assertEqual(self.tokenize(path, "--lexicon", twice),
                         self.tokenize(path, "--lexicon", once))  # fmt: skip

    def test_joining_is_not_for_units(self):
        path = self.write("text", "文\n")
        self.assert_fails(2, ["--no-joining is for --rules nlp-zero"], "tokenize", path,
                          "--no-joining", "--rules", "units")  # fmt: skip
        self.assert_fails(2, "--script is for --rules units", "tokenize", path, "--script", "hant",
                          "--rules", "nlp-zero")  # fmt: skip

    def test_invalid_bytes(self):
        path = self.write("text", b"\xe8\xaf\x8d\n\xff\xe8\xaf\x8d\n")
        lexicon = self.write_lexicon({"词": 1})
        result = run("tokenize", path, "--lexicon", lexicon, "--quiet")
        self.assertEqual((result.status, result.output), (0, "词\n\ufffd 词\n".encode()))
        self.assertIn("1 byte is not valid UTF-8; ", result.errors)
        self.assert_fails(1, r"text: offset 4: invalid UTF-8 \(byte 0xFF\)", "tokenize", path,
                          "--lexicon", lexicon, "--strict", "--quiet")  # fmt: skip

    def test_used_wrongly(self):
        path = self.write("text", "文\n")
        lexicon = self.write_lexicon({"文": 1})
        self.assert_fails(2, "--format: 'xml' is none of", "tokenize", path, "--lexicon", lexicon,
                          "--format", "xml")  # fmt: skip
        self.assert_fails(2, "--memory", "tokenize", path, "--lexicon", lexicon, "--memory", "1M")


if __name__ == "__main__":
    unittest.main()
