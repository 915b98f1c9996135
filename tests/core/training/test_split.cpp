// SPDX-License-Identifier: GPL-3.0-or-later
// That the parts are those that scikit-learn's definitions ask for, tests/interop/split shows beside it.
#include "core/training/split.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <QTest>

#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_split {

using namespace ligature;
using namespace ligature::testing;

namespace {

using Samples = std::vector<std::int64_t>;

/// What is known of samples, and what it lies in.
struct Made {
    std::vector<float> classes = {};
    std::vector<std::int32_t> groups = {};
    [[nodiscard]] std::int64_t count() const { return std::max(std::ssize(classes), std::ssize(groups)); }
    [[nodiscard]] SampleFacts facts() const
    {
        SampleFacts facts(count());
        facts.classes = classes;
        facts.groups = groups;
        return facts;
    }
};

/// As many samples of each class, mixed.
Made ofClasses(const std::vector<int>& sizes)
{
    Made made;
    std::vector<int> left = sizes;
    for (bool some = true; some;) {
        some = false;
        for (std::size_t one = 0; one < left.size(); ++one) {
            if (left[one] <= 0)
                continue;
            made.classes.push_back(static_cast<float>(one));
            some = --left[one] > 0 || some;
        }
        some = std::ranges::any_of(left, [](int count) { return count > 0; });
    }
    return made;
}

Made ofGroups(const std::vector<int>& sizes)
{
    Made made;
    std::vector<int> left = sizes;
    while (std::ranges::any_of(left, [](int count) { return count > 0; })) {
        for (std::size_t one = 0; one < left.size(); ++one) {
            if (left[one]-- > 0)
                made.groups.push_back(static_cast<std::int32_t>(one));
        }
    }
    return made;
}

TrainingSettings settings(std::string_view split, std::uint64_t seed)
{
    TrainingSettings made;
    made.split = split;
    made.seed = seed;
    return made;
}

std::map<float, double> countsOf(const Samples& samples, const Made& made)
{
    std::map<float, double> counts;
    for (const std::int64_t sample : samples)
        ++counts[made.classes[static_cast<std::size_t>(sample)]];
    return counts;
}

/// The largest distance of a class's number from its share.
double apart(const Samples& part, const Samples& from, const Made& made)
{
    const auto of_part = countsOf(part, made);
    double most = 0;
    for (const auto& [one, count] : countsOf(from, made)) {
        const double share = count * static_cast<double>(part.size()) / static_cast<double>(from.size());
        const auto found = of_part.find(one);
        most = std::max(most, std::abs((found == of_part.end() ? 0 : found->second) - share));
    }
    return most;
}

Samples together(std::initializer_list<Samples> parts)
{
    Samples all;
    for (const Samples& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    std::ranges::sort(all);
    return all;
}

bool isEverySampleOnce(const Samples& sorted, std::int64_t count)
{
    for (std::int64_t i = 0; i < count; ++i) {
        if (std::ssize(sorted) != count || sorted[static_cast<std::size_t>(i)] != i)
            return false;
    }
    return true;
}

std::set<std::int32_t> groupsOf(const Samples& samples, const Made& made)
{
    std::set<std::int32_t> groups;
    for (const std::int64_t sample : samples)
        groups.insert(made.groups[static_cast<std::size_t>(sample)]);
    return groups;
}

bool areApart(const std::set<std::int32_t>& a, const std::set<std::int32_t>& b)
{
    return std::ranges::none_of(a, [&](std::int32_t group) { return b.contains(group); });
}

} // namespace

class TestSplit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void classesKeepTheirShares_data();
    void classesKeepTheirShares();
    void foldsAreEverySampleOnce_data();
    void foldsAreEverySampleOnce();
    void groupsAreNeverParted_data();
    void groupsAreNeverParted();
    void aSmallerShareIsAPartOfALargerOne_data();
    void aSmallerShareIsAPartOfALargerOne();
    void theSeedDecidesAllButTheTest_data();
    void theSeedDecidesAllButTheTest();
    void whatCannotBeSplitSoIsTold_data();
    void whatCannotBeSplitSoIsTold();
};

void TestSplit::classesKeepTheirShares_data()
{
    QTest::addColumn<std::vector<int>>("sizes");
    QTest::newRow("alike") << std::vector{50, 50, 50};
    QTest::newRow("one is rare") << std::vector{190, 7, 3};
    QTest::newRow("one has a single sample") << std::vector{99, 1};
    QTest::newRow("one class") << std::vector{40};
    QTest::newRow("many") << std::vector{1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 1, 1, 1, 1, 1, 1};
    QTest::newRow("as many classes as samples") << std::vector<int>(30, 1);
    QTest::newRow("shares without end") << std::vector{333, 334, 1000, 17, 29};
}

void TestSplit::classesKeepTheirShares()
{
    QFETCH(std::vector<int>, sizes);
    const Made made = ofClasses(sizes);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        for (const double validation : {0.1, 0.2, 0.37, 0.5}) {
            for (const double test : {0.0, 0.15, 0.3}) {
                TrainingSettings how = settings(stratifiedSplit, seed);
                how.validation_fraction = validation;
                how.test_fraction = test;
                how.training_fraction = 0.5;
                const Split half = splitOf(made.facts(), how);
                how.training_fraction = 1;
                const Split split = splitOf(made.facts(), how);
                const Samples all = together({split.training, split.validation, split.test});
                QCOMPARE(splitSizesOf(made.facts(), how).training, std::ssize(split.training));
                QVERIFY(isEverySampleOnce(all, made.count()));
                QCOMPARE(std::ssize(split.validation), static_cast<std::int64_t>(made.count() * validation));
                QCOMPARE(std::ssize(split.test), static_cast<std::int64_t>(made.count() * test));
                QVERIFY(split.test.empty() || apart(split.test, all, made) < 1);
                const Samples left = together({split.training, split.validation});
                QVERIFY(split.validation.empty() || apart(split.validation, left, made) < 1);
                QVERIFY(apart(split.training, left, made) < 1);
                QVERIFY(apart(half.training, split.training, made) < 1);
            }
        }
    }
}

void TestSplit::foldsAreEverySampleOnce_data()
{
    QTest::addColumn<QByteArray>("rule");
    for (const char* const rule : {"random", "stratified", "grouped"})
        QTest::newRow(rule) << QByteArray(rule);
}

void TestSplit::foldsAreEverySampleOnce()
{
    QFETCH(QByteArray, rule);
    const std::int64_t count = 104;
    Made made = ofClasses({61, 30, 13});
    for (std::int64_t i = 0; i < count; ++i)
        made.groups.push_back(static_cast<std::int32_t>(i * i % 17));
    for (const std::int64_t folds : {2, 3, 5, 10}) {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            TrainingSettings how = settings(rule.toStdString(), seed);
            how.folds = folds;
            how.test_fraction = 0.2;
            Samples validated;
            std::vector<std::map<float, double>> counts;
            Samples test;
            for (how.fold = 1; how.fold <= folds; ++how.fold) {
                const Split split = splitOf(made.facts(), how);
                QVERIFY(isEverySampleOnce(together({split.training, split.validation, split.test}), count));
                const SplitSizes sizes = splitSizesOf(made.facts(), how);
                QCOMPARE(sizes.training, std::ssize(split.training));
                QCOMPARE(sizes.validation, std::ssize(split.validation));
                QCOMPARE(sizes.test, std::ssize(split.test));
                validated.insert(validated.end(), split.validation.begin(), split.validation.end());
                test = split.test;
                counts.push_back(countsOf(split.validation, made));
                const std::int64_t size = std::ssize(split.validation);
                const std::int64_t left = count - std::ssize(test);
                if (rule != "grouped")
                    QVERIFY(size == left / folds || size == left / folds + 1);
                else
                    QVERIFY(areApart(groupsOf(split.training, made), groupsOf(split.validation, made)));
            }
            QVERIFY(isEverySampleOnce(together({validated, test}), count));
            for (const float one : {0.0F, 1.0F, 2.0F}) {
                std::vector<double> of_folds;
                for (auto& of : counts)
                    of_folds.push_back(of[one]);
                const auto [least, most] = std::ranges::minmax(of_folds);
                QVERIFY(rule != "stratified" || most - least <= 1);
            }
        }
    }
}

void TestSplit::groupsAreNeverParted_data()
{
    QTest::addColumn<std::vector<int>>("sizes");
    QTest::newRow("alike") << std::vector<int>(20, 5);
    QTest::newRow("of all sizes") << std::vector{1, 2, 3, 5, 8, 13, 21, 34, 1, 1, 1};
    QTest::newRow("single samples") << std::vector<int>(50, 1);
    QTest::newRow("two") << std::vector{30, 30};
}

void TestSplit::groupsAreNeverParted()
{
    QFETCH(std::vector<int>, sizes);
    const Made made = ofGroups(sizes);
    const int largest = *std::ranges::max_element(sizes);
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        TrainingSettings how = settings(groupedSplit, seed);
        how.validation_fraction = 0.3;
        const Split split = splitOf(made.facts(), how);
        QVERIFY(isEverySampleOnce(together({split.training, split.validation}), made.count()));
        QVERIFY(areApart(groupsOf(split.training, made), groupsOf(split.validation, made)));
        const double wanted = 0.3 * static_cast<double>(made.count());
        QVERIFY(!split.validation.empty());
        QVERIFY(std::abs(static_cast<double>(split.validation.size()) - wanted) <= std::max(1, largest));
        how.test_fraction = 0.2;
        how.training_fraction = 0.5;
        const Split parts = splitOf(made.facts(), how);
        QVERIFY(areApart(groupsOf(parts.training, made), groupsOf(parts.validation, made)));
        QVERIFY(areApart(groupsOf(parts.training, made), groupsOf(parts.test, made)));
        QVERIFY(areApart(groupsOf(parts.validation, made), groupsOf(parts.test, made)));
    }
}

void TestSplit::aSmallerShareIsAPartOfALargerOne_data()
{
    foldsAreEverySampleOnce_data();
}

void TestSplit::aSmallerShareIsAPartOfALargerOne()
{
    QFETCH(QByteArray, rule);
    Made made = ofClasses({100, 60, 40});
    for (std::int32_t i = 0; i < 200; ++i)
        made.groups.push_back(i / 7);
    for (const std::int64_t folds : {0, 4}) {
        TrainingSettings how = settings(rule.toStdString(), 3);
        how.folds = folds;
        Samples smaller;
        Samples validation;
        for (const double share : {0.01, 0.1, 0.33, 0.5, 0.9, 1.0}) {
            how.training_fraction = share;
            const Split split = splitOf(made.facts(), how);
            QVERIFY(std::ranges::includes(split.training, smaller));
            QVERIFY(!split.training.empty() && (validation.empty() || split.validation == validation));
            smaller = split.training;
            validation = split.validation;
        }
    }
}

void TestSplit::theSeedDecidesAllButTheTest_data()
{
    foldsAreEverySampleOnce_data();
}

void TestSplit::theSeedDecidesAllButTheTest()
{
    QFETCH(QByteArray, rule);
    Made made = ofClasses({100, 60, 40});
    for (std::int32_t i = 0; i < 200; ++i)
        made.groups.push_back(i % 40);
    std::set<Samples> validations;
    std::set<Samples> tests;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        TrainingSettings how = settings(rule.toStdString(), seed);
        how.test_fraction = 0.2;
        const Split split = splitOf(made.facts(), how);
        QVERIFY(split.validation == splitOf(made.facts(), how).validation);
        validations.insert(split.validation);
        tests.insert(split.test);
    }
    QCOMPARE(validations.size(), std::size_t{10});
    QCOMPARE(tests.size(), std::size_t{1});
}

void TestSplit::whatCannotBeSplitSoIsTold_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<int>("folds");
    QTest::addColumn<int>("fold");
    QTest::addColumn<QString>("code");
    QTest::newRow("no classes") << QByteArray("stratified") << 0 << 1 << "no-strata";
    QTest::newRow("no groups") << QByteArray("grouped") << 0 << 1 << "no-groups";
    QTest::newRow("no such fold") << QByteArray("random") << 3 << 4 << "no-fold";
    QTest::newRow("more folds than samples") << QByteArray("random") << 100 << 1 << "";
}

void TestSplit::whatCannotBeSplitSoIsTold()
{
    QFETCH(QByteArray, rule);
    QFETCH(int, folds);
    QFETCH(int, fold);
    QFETCH(QString, code);
    Project project = tiedAutoencoder(6, 3);
    project.training.split = rule.toStdString();
    project.training.folds = folds;
    project.training.fold = fold;
    Dataset data = *randomDataset(50, 6, 3);
    data.target_kind = TargetKind::None;
    const std::vector<Diagnostic> obstacles = trainingObstacles(project, &data);
    QCOMPARE(obstacles.empty() ? QString() : QString::fromStdString(obstacles.front().code), code);
    QVERIFY(code.isEmpty() || !obstacles.front().mend.empty());
}

LIGATURE_APPLESS_TEST(TestSplit)

} // namespace test_split

#include "test_split.moc"
