// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text/byte_pairs.h"

#include <fstream>

#include <QTest>

#include <nlohmann/json.hpp>

#include "core/data/text/tokens.h"
#include "tests/support/test_folder.h"
#include "tests/support/test_program.h"

namespace test_byte_pairs {

using namespace ligature;

class TestBytePairs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theVocabularyIsThatOfTokenizers();
    void aTextIsReadAsItsOwnVocabularyReadsIt_data();
    void aTextIsReadAsItsOwnVocabularyReadsIt();
    void theTextCanBePutTogetherAgain();
    void rareCharactersAreUnknown();
    void anyVocabularyIsRead_data();
    void anyVocabularyIsRead();
};

/// Hugging Face's tokenizers, by tests/golden/make_bpe.py.
void TestBytePairs::theVocabularyIsThatOfTokenizers()
{
    std::ifstream file(ligature::testing::testFolder() + "/golden/bpe.json");
    const auto golden = nlohmann::json::parse(file);
    QVERIFY(golden["cases"].size() >= 12);
    for (const auto& row : golden["cases"]) {
        const auto name = row["name"].get<std::string>() + " " + std::to_string(row["size"].get<int>());
        const auto cut = tokenize(row["text"].get<std::string>(), TextLevel::Subword, row["size"], 100'000, "text");
        QVERIFY2(cut.has_value(), name.c_str());
        QVERIFY2(cut->vocabulary == row["vocabulary"].get<std::vector<std::string>>(), name.c_str());
        QVERIFY2(cut->tokens == row["tokens"][0].get<std::vector<std::int32_t>>(), name.c_str());
        const auto other =
            tokenize(row["other"].get<std::string>(), TextLevel::Subword, 2, 100'000, "text", cut->vocabulary);
        QVERIFY2(other->tokens == row["tokens"][1].get<std::vector<std::int32_t>>(), name.c_str());
        QCOMPARE(other->vocabulary, cut->vocabulary);
    }
}

void TestBytePairs::aTextIsReadAsItsOwnVocabularyReadsIt_data()
{
    QTest::addColumn<std::string>("text");
    QTest::newRow("words") << std::string("to be or not to be, that is the question: to be!");
    QTest::newRow("one letter again and again") << std::string("a aa aaa aaaa aaaaa aaaaaa aa aaaaaaaa aaa");
    QTest::newRow("two") << std::string("ab abab aab abaab bababa abba ba babab abab abaaba");
    QTest::newRow("the mark itself") << std::string("\u2581a \u2581a a\u2581 \u2581\u2581 a");
    QTest::newRow("white space alone") << std::string("  \n\t ");
    QTest::newRow("many languages") << std::string("größe größer 文字 文字列 naïve “naïve” naïveté größe");
}

void TestBytePairs::aTextIsReadAsItsOwnVocabularyReadsIt()
{
    QFETCH(std::string, text);
    for (const std::size_t size : {2, 5, 9, 20, 1000}) {
        for (const TextLevel level : {TextLevel::Subword, TextLevel::Word, TextLevel::Character}) {
            const auto cut = tokenize(text, level, size, 1000, "text");
            QVERIFY(cut.has_value());
            QVERIFY(cut->vocabulary.size() <= size);
            QCOMPARE(cut->vocabulary.front(), std::string(unknownToken));
            const auto again = tokenize(text, level, 2, 1000, "text", cut->vocabulary);
            QCOMPARE(again->tokens, cut->tokens);
        }
    }
}

void TestBytePairs::theTextCanBePutTogetherAgain()
{
    const auto cut = tokenize("He said: \"no-one, no!\"\nNo.", TextLevel::Subword, 30, 1000, "text");
    std::string text;
    for (const std::int32_t token : cut->tokens)
        text += cut->vocabulary[static_cast<std::size_t>(token)];
    QCOMPARE(text, std::string("▁He▁said:▁\"no-one,▁no!\"▁No."));
}

void TestBytePairs::rareCharactersAreUnknown()
{
    const auto cut = tokenize("aaa aab aab aca", TextLevel::Subword, 4, 1000, "text");
    QCOMPARE(cut->vocabulary, (std::vector<std::string>{"<unk>", "a", "b", "▁"}));
    QCOMPARE(cut->tokens, (std::vector<std::int32_t>{3, 1, 1, 1, 3, 1, 1, 2, 3, 1, 1, 2, 3, 1, 0, 1}));
}

void TestBytePairs::anyVocabularyIsRead_data()
{
    QTest::addColumn<std::vector<std::string>>("tokens");
    using Tokens = std::vector<std::string>;
    QTest::newRow("the unknown one alone") << Tokens{"<unk>"};
    QTest::newRow("empty ones") << Tokens{"<unk>", "", "a", ""};
    QTest::newRow("the same twice") << Tokens{"<unk>", "a", "a", "aa", "aa"};
    QTest::newRow("one of no others") << Tokens{"<unk>", "a", "xyz"};
    QTest::newRow("no UTF-8") << Tokens{"<unk>", "\xff",
                                        "\xff"
                                        "a",
                                        "a"};
    QTest::newRow("a very long one") << Tokens{"<unk>", "a", std::string(1'000'000, 'a')};
}

void TestBytePairs::anyVocabularyIsRead()
{
    QFETCH(std::vector<std::string>, tokens);
    const BytePairs pairs(tokens);
    for (const char* const word : {"aaa", "xyz",
                                   "\xff"
                                   "a",
                                   ""}) {
        for (const std::int32_t token : pairs.read(word))
            QVERIFY(token >= 0 && static_cast<std::size_t>(token) < tokens.size());
    }
}

LIGATURE_APPLESS_TEST(TestBytePairs)

} // namespace test_byte_pairs

#include "test_byte_pairs.moc"
