// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>

#include <QTest>

#include "core/data/data_format.h"
#include "core/data/text/packed_text.h"
#include "core/data/text/tokens.h"
#include "tests/core/data/data_files.h"
#include "tests/support/test_program.h"

namespace test_text {

using namespace ligature;

namespace {

constexpr const char* kingJamesBible = "/usr/lib/bible.data";

Result<Dataset> load(const std::filesystem::path& file, Attributes options = {})
{
    options.set("path", file.string());
    return loadDataset({"text", options, "none"}, {});
}

std::vector<std::string> wordsOf(const Dataset& data, const AlignedArray<float>& values, std::int64_t sample)
{
    std::vector<std::string> words;
    const std::int64_t steps = data.feature_shape[0];
    for (std::int64_t step = 0; step < steps; ++step)
        words.push_back(
            data.class_names[static_cast<std::size_t>(values[static_cast<std::size_t>(sample * steps + step)])]);
    return words;
}

/// A packed file as bible-kjv-text has it, of windows that hold their bytes as they are: codes of nine bits, few enough
/// that they never get wider.
std::string packedFile(const std::vector<std::string>& windows, std::uint32_t window_size = 65536)
{
    std::string header = "EC02Compressed Data File";
    header.resize(0x54, '\0');
    header += bigEndian(window_size, 4) + bigEndian(windows.size(), 4);
    std::string packed;
    for (const std::string& window : windows) {
        header += bigEndian(0x5c + 4 * windows.size() + packed.size(), 4);
        std::uint32_t bits = 0;
        int count = 0;
        for (const char c : window) {
            bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << count;
            for (count += 9; count >= 8; count -= 8, bits >>= 8)
                packed.push_back(static_cast<char>(bits & 0xff));
        }
        packed.push_back(static_cast<char>(bits & 0xff));
    }
    return header + packed;
}

using Words = std::vector<std::string>;

} // namespace

class TestText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isCutIntoTokens_data();
    void isCutIntoTokens();
    void theMostFrequentStay();
    void samplesFollowOneAnotherAndTargetsAreOneLater();
    void takesNoMoreThanAskedFor();
    void aSmallerTextThanTheVocabularyIsNoFault();
    void whatIsNoTextIsAnError_data();
    void whatIsNoTextIsAnError();
    void aMissingBibleNamesThePackage();
    void thePreviewShowsWords();
    void packedWindowsAreUnpackedAndReferencesLeftOut();
    void aDamagedPackedFileIsAnError_data();
    void aDamagedPackedFileIsAnError();
    void survivesDamage();
    void theKingJamesBibleIsWhole();

private:
    DataFiles m_files;
};

void TestText::isCutIntoTokens_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("words");
    QTest::addColumn<QStringList>("tokens");
    QTest::newRow("words and punctuation")
        << "In the beginning: God." << true << QStringList{"In", "the", "beginning", ":", "God", "."};
    QTest::newRow("an apostrophe inside a word")
        << "David's 'son' don’t" << true << QStringList{"David's", "'", "son", "'", "don’t"};
    QTest::newRow("white space of all kinds")
        << " a\t\nb\r\n c\u3000d\u00a0e " << true << QStringList{"a", "b", "c", "d", "e"};
    QTest::newRow("letters beyond ASCII")
        << "Größe «über» naïve — 漢字。" << true << QStringList{"Größe", "«", "über", "»", "naïve", "—", "漢字", "。"};
    QTest::newRow("numbers and dashes") << "well-known 3.14" << true
                                        << QStringList{"well", "-", "known", "3", ".", "14"};
    QTest::newRow("characters") << "aé\n漢" << false << QStringList{"a", "é", "\n", "漢"};
    QTest::newRow("nothing") << "" << true << QStringList{};
    QTest::newRow("nothing but white space") << " \n " << true << QStringList{};
}

void TestText::isCutIntoTokens()
{
    QFETCH(QString, text);
    QFETCH(bool, words);
    QFETCH(QStringList, tokens);
    const std::string bytes = text.toStdString();
    const auto cut = tokenize(bytes, words ? TextLevel::Word : TextLevel::Character, 1000, 1000, "text");
    QVERIFY(cut);
    QStringList found;
    for (const std::int32_t token : cut->tokens)
        found << QString::fromStdString(cut->vocabulary[static_cast<std::size_t>(token)]);
    QCOMPARE(found, tokens);
}

void TestText::theMostFrequentStay()
{
    const auto cut = tokenize("b a c b a b d", TextLevel::Word, 4, 1000, "text");
    QVERIFY(cut);
    QCOMPARE(cut->vocabulary, (Words{"<unk>", "b", "a", "c"})); // c before d: by their bytes
    QCOMPARE(cut->tokens, (std::vector<std::int32_t>{1, 2, 3, 1, 2, 1, 0}));
}

void TestText::samplesFollowOneAnotherAndTargetsAreOneLater()
{
    const auto data =
        load(m_files.write("a.text", "\xef\xbb\xbfOne two three, FOUR five."), {{"sequence_length", std::int64_t{3}}});
    QVERIFY2(data, data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->sample_count, std::int64_t{2});
    QCOMPARE(data->feature_shape, Shape{3});
    QCOMPARE(data->target_kind, TargetKind::Classes);
    QCOMPARE(data->target_shape, Shape{3});
    QCOMPARE(wordsOf(*data, data->features, 0), (Words{"one", "two", "three"}));
    QCOMPARE(wordsOf(*data, data->targets, 0), (Words{"two", "three", ","}));
    QCOMPARE(wordsOf(*data, data->features, 1), (Words{",", "four", "five"}));
    QCOMPARE(wordsOf(*data, data->targets, 1), (Words{"four", "five", "."}));
    const auto as_is = load(m_files.folder() / "a.text", {{"sequence_length", std::int64_t{3}}, {"lower_case", false}});
    QCOMPARE(wordsOf(*as_is, as_is->features, 1), (Words{",", "FOUR", "five"}));
}

void TestText::takesNoMoreThanAskedFor()
{
    const auto data = load(m_files.write("long.text.gz", gzipped("a b c d e f g h i")),
                           {{"sequence_length", std::int64_t{2}}, {"most_tokens", std::int64_t{5}}});
    QVERIFY2(data, data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->sample_count, std::int64_t{2});
    QCOMPARE(data->class_names.size(), std::size_t{10}); // of the whole text
}

void TestText::aSmallerTextThanTheVocabularyIsNoFault()
{
    const auto data = load(m_files.write("small.text", "a b a b"),
                           {{"sequence_length", std::int64_t{1}}, {"vocabulary", std::int64_t{1'000'000}}});
    QVERIFY(data);
    QCOMPARE(data->class_names, (Words{"<unk>", "a", "b"}));
}

void TestText::whatIsNoTextIsAnError_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QByteArray() << "there is no text in it";
    QTest::newRow("white space") << QByteArray(" \n\n") << "there is no text in it";
    QTest::newRow("shorter than a sample") << QByteArray("one two") << "it has 2 tokens, and a sample needs 4";
    QTest::newRow("binary") << QByteArray("one\ntwo\0three", 13) << "line 2, byte 4: this is not text";
    QTest::newRow("UTF-16 that is cut") << QByteArray("\xff\xfe"
                                                      "a\0b",
                                                      5)
                                        << "the UTF-16 text ends within a character";
    QTest::newRow("invalid UTF-8") << QByteArray("one \xc3( two three four")
                                   << "line 1, byte 5: the text is not valid UTF-8";
    QTest::newRow("cut inside a character")
        << QByteArray("one two three four \xe2\x82") << "the text is not valid UTF-8";
    QTest::newRow("a word longer than any") << QByteArray("one\ntwo ") + QByteArray(5000, 'x') + " three four"
                                            << "line 2: there is a word of 5000 bytes";
}

void TestText::whatIsNoTextIsAnError()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    const auto data = load(m_files.write("bad.text", bytes.toStdString()), {{"sequence_length", std::int64_t{3}}});
    QVERIFY(!data);
    const std::string line = data.error().oneLine();
    QVERIFY2(line.find(message.toStdString()) != std::string::npos, line.c_str());
    QVERIFY(line.find("bad.text") != std::string::npos && !data.error().mend.empty());
}

void TestText::aMissingBibleNamesThePackage()
{
    if (std::filesystem::exists(kingJamesBible))
        QSKIP("bible-kjv-text is installed");
    const auto data = loadDataset({"text", {}, "none"}, {});
    QVERIFY(!data);
    QVERIFY(data.error().mend.find("bible-kjv-text") != std::string::npos);
}

void TestText::thePreviewShowsWords()
{
    const auto file = m_files.write("shown.text", "In the beginning God created the heaven");
    const Attributes options{{"path", file.string()}, {"sequence_length", std::int64_t{2}}};
    const DataFormat* const format = findDataFormat("text");
    const auto preview = format->preview(withDefaults(format->options(), options), {}, 2);
    QVERIFY(preview);
    QCOMPARE(preview->note, std::string("3 samples of 2, 2 targets of 7 classes"));
    QCOMPARE(preview->columns, (Words{"1", "2", "last target"}));
    QCOMPARE(preview->rows, (std::vector<Words>{{"in", "the", "beginning"}, {"beginning", "god", "created"}}));
}

void TestText::packedWindowsAreUnpackedAndReferencesLeftOut()
{
    const std::string packed = packedFile({"Ge1:1 In the begin", "ning.\n1Jo1:2 And\nno verse\n"});
    QVERIFY(isPackedText(packed));
    const auto text = unpackText(packed, 1000, "packed");
    QVERIFY2(text, text ? "" : text.error().oneLine().c_str());
    QCOMPARE(*text, std::string("Ge1:1 In the beginning.\n1Jo1:2 And\nno verse\n"));
    QCOMPARE(withoutReferences(*text), std::string("In the beginning.\nAnd\nno verse\n"));
    QCOMPARE(withoutReferences("a:1 b\n12: c"), std::string("a:1 b\n12: c"));
}

void TestText::aDamagedPackedFileIsAnError_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray good = QByteArray::fromStdString(packedFile({"In the beginning", " God created"}));
    const auto with = [&](qsizetype at, std::uint32_t value) {
        QByteArray bytes = good;
        return bytes.replace(at, 4, QByteArray::fromStdString(bigEndian(value, 4)));
    };
    QTest::newRow("nothing but the magic") << good.left(24);
    QTest::newRow("no window size") << with(0x54, 0);
    QTest::newRow("windows of gigabytes") << with(0x54, 0xffffffff);
    QTest::newRow("a window that unpacks to more than it may") << with(0x54, 3);
    QTest::newRow("more windows than the file") << with(0x58, 0x7fffffff);
    QTest::newRow("a window beyond the end") << with(0x60, 0x7fffffff);
    QTest::newRow("a window inside the table") << with(0x5c, 0);
    QTest::newRow("windows out of order") << with(0x5c, static_cast<std::uint32_t>(good.size()));
    // Nine bits of ones: code 511, which nothing has made.
    QTest::newRow("a code that does not exist") << good.left(0x64) + QByteArray(good.size() - 0x64, '\xff');
}

void TestText::aDamagedPackedFileIsAnError()
{
    QFETCH(QByteArray, bytes);
    const auto data = load(m_files.write("bible.data", bytes.toStdString()));
    QVERIFY(!data);
    QVERIFY2(data.error().what == "the packed text is damaged", data.error().oneLine().c_str());
}

void TestText::survivesDamage()
{
    const std::string good = packedFile({"Ge1:1 In the beginning God created", " the heaven and the earth."});
    for (std::size_t place = 0; place < good.size(); ++place) {
        for (const char other : {'\0', '\x41', '\xff'}) {
            std::string damaged = good;
            damaged[place] = other;
            const auto data = load(m_files.write("damaged.text", damaged), {{"sequence_length", std::int64_t{2}}});
            if (!data) {
                QVERIFY(!data.error().what.empty() && !data.error().mend.empty());
                continue;
            }
            const auto known = [&](float index) {
                return index >= 0 && index < static_cast<float>(data->class_names.size());
            };
            QVERIFY(std::ranges::all_of(data->features.span(), known));
            QVERIFY(std::ranges::all_of(data->targets.span(), known));
        }
    }
}

void TestText::theKingJamesBibleIsWhole()
{
    if (!std::filesystem::exists(kingJamesBible))
        QSKIP("Debian's bible-kjv-text is not installed");
    const auto data = loadDataset({"text", {}, "none"}, {});
    QVERIFY2(data, data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->name, std::string("King James Bible"));
    QCOMPARE(data->class_names.size(), std::size_t{10000});
    QCOMPARE((Words{data->class_names.begin(), data->class_names.begin() + 4}), (Words{"<unk>", ",", "the", "and"}));
    // After the title, and at the end of Revelation.
    const Words first = wordsOf(*data, data->features, 0);
    QVERIFY(std::ranges::search(first, Words{"in", "the", "beginning", "god", "created"}).size() == 5);
    QVERIFY(data->sample_count > 25'000);
}

LIGATURE_APPLESS_TEST(TestText)

} // namespace test_text

#include "test_text.moc"
