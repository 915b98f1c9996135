# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes bpe.json: vocabularies that Hugging Face's tokenizers (pip install tokenizers) trains on small texts of words,
and what it reads other texts as with them."""

import json
import random
from pathlib import Path

import tokenizers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

NATURAL = """the tied weights of the encoder are read by the decoder and the untied weights of the decoder are its own
so the untied network has twice the weights and the tied network has the tied gradient of both a weight that is shared
is trained by every use and what one use learns the other use reads größe größer am größten naïve naïveté 文字 文字列 文"""


def made(seed, letters, words, longest):
    numbers = random.Random(seed)
    return " ".join("".join(numbers.choices(letters, k=numbers.randint(1, longest))) for _ in range(words))


def case(name, text, other, size):
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(vocab_size=size, min_frequency=2, special_tokens=["<unk>"], show_progress=False)
    marked = [" ".join("▁" + word for word in part.split()) for part in (text, other)]
    tokenizer.train_from_iterator([marked[0]], trainer)
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    assert [place for _, place in vocabulary] == list(range(len(vocabulary)))
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    assert len({"".join(merge) for merge in merges}) == len(merges), f"{name}: two merges give the same token"
    return {"name": name, "text": text, "size": size, "vocabulary": [token for token, _ in vocabulary], "other": other,
            "tokens": [tokenizer.encode(part).ids for part in marked]}


cases = [case("natural", NATURAL, "the decoder reads what the weight is and its naïve encoder größte 文字 xyz", size)
         for size in (40, 60, 90, 1000)]
for seed in range(40):
    if len(cases) == 12:
        break
    try:
        cases.append(case(f"made {seed}", made(seed, "abcdefgh", 400, 7), made(seed + 99, "abcdefghz", 60, 9), 120))
    except AssertionError as twice:
        print(twice)
(Path(__file__).parent / "bpe.json").write_text(
    json.dumps({"tokenizers": tokenizers.__version__, "cases": cases}, ensure_ascii=False, separators=(",", ":")) + "\n")
