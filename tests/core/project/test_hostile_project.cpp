// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/network/analysis.h"
#include "core/program/lower.h"
#include "core/project/examples.h"
#include "core/project/project_file.h"
#include "core/tying/twin.h"
#include "tests/support/test_program.h"

namespace test_hostile_project {

using namespace ligature;

class TestHostileProject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesWithThePlace_data();
    void refusesWithThePlace();
    void everyMessageHasAMend_data();
    void everyMessageHasAMend();
    void aFileThatIsCutOffAnywhereIsRefused();
    void anyByteThatIsWrongIsSurvived();
    void readsWhatAHandLeavesOut();
    void readsAVeryLargeNetwork();
    void aViewThatDoesNotFitIsReadAndReported_data();
    void aViewThatDoesNotFitIsReadAndReported();
};

namespace {

/// A project with a tie, small enough to see through.
const char* const sound = R"({
"format": "ligature", "version": 1, "name": "n", "description": "d",
"network": {
"layers": [
{"id": 1, "type": "input", "name": "x", "attributes": {"shape": [4]}},
{"id": 2, "type": "dense", "name": "a", "attributes": {"out_features": 4, "bias": false}},
{"id": 3, "type": "dense", "name": "b", "attributes": {"out_features": 4, "bias": false}},
{"id": 4, "type": "scale", "name": "s"}],
"parameters": [
{"id": 5, "shared": true, "name": "W", "shape": [4, 4], "initializer": {"type": "constant", "attributes": {"value": 1}}},
{"id": 6, "initializer": {"type": "ones"}}],
"links": [
{"from": 1, "output": "output", "to": 2, "input": "input"},
{"from": 2, "output": "output", "to": 3, "input": "input"},
{"from": 3, "output": "output", "to": 4, "input": "input"}],
"ties": [
{"layer": 2, "slot": "weight", "parameter": 5},
{"layer": 3, "slot": "weight", "parameter": 5, "view": [{"type": "transpose"}], "gradient_factor": 1},
{"layer": 4, "slot": "scale", "parameter": 6}],
"next_id": 7},
"data": {"format": "digits", "scaling": "none"},
"training": {"variants": "both", "optimizer": {"type": "adam", "attributes": {"learning_rate": 0.1}},
"batch_size": 32, "epochs": 2, "validation_fraction": 0.2, "seed": 1},
"canvas": {"layers": [{"layer": 1, "x": 0, "y": 0}], "parameters": [{"parameter": 5, "x": 0, "y": 0, "colour": 0}]}
})";

void addChanges()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* title, const char* from, const char* to, const char* expected) {
        QTest::newRow(title) << from << to << expected;
    };
    row("another format", R"("ligature")", R"("blender")", "/format: is not \"ligature\"");
    row("no format", R"("format": "ligature", )", "", ": has no \"format\"");
    row("a newer version", R"("version": 1)", R"("version": 2)",
        "/version: is 2, written by a newer Ligature; this one reads up to version 1");
    row("a newer version with keys that we do not know", R"("version": 1, "name")",
        R"("version": 9, "quantum": 1, "name")",
        "/version: is 9, written by a newer Ligature; this one reads up to version 1");
    row("version zero", R"("version": 1)", R"("version": 0)", "/version: is 0");
    row("a version that is a text", R"("version": 1)", R"("version": "1")", "/version: is a text");
    row("a key that nobody knows", R"("name": "n")", R"("name": "n", "nmae": "n")",
        "/nmae: is a key that this version does not know");
    row("a key that nobody knows, with a slash", R"("id": 4, )", R"("id": 4, "a/b": 1, )",
        "/network/layers/3/a~1b: is a key that this version does not know");
    row("a name that is a number", R"("name": "n")", R"("name": 1)", "/name: is a whole number");
    row("a network that is a list", R"("network": {)", R"("network": [], "network2": {)",
        "/network2: is a key that this version does not know");
    row("no data", R"("data": {"format": "digits", "scaling": "none"},)", "", ": has no \"data\"");

    row("an id twice", R"("id": 2)", R"("id": 1)", "/network/layers/1/id: is the id of something else too");
    row("a layer and a parameter with one id", R"("id": 6)", R"("id": 4)",
        "/network/parameters/1/id: is the id of something else too");
    row("an id of zero", R"("id": 4)", R"("id": 0)", "/network/layers/3/id: is 0");
    row("an id below zero", R"("id": 4)", R"("id": -4)", "/network/layers/3/id: is -4");
    row("an id beyond 64 bits", R"("id": 4)", R"("id": 99999999999999999999)",
        "/network/layers/3/id: is a number with a fraction");
    row("an id beyond an int64", R"("id": 4)", R"("id": 18446744073709551615)",
        "/network/layers/3/id: is 18446744073709551615");
    row("a next id that is taken", R"("next_id": 7)", R"("next_id": 6)",
        "/network/next_id: is not greater than every id");
    row("a layer type that nobody knows", R"("type": "scale")", R"("type": "attention")",
        "/network/layers/3/type: there is no layer type \"attention\"");
    row("two layers of one name", R"("name": "b")", R"("name": "a")",
        "/network/layers/2/name: \"a\" is the name of another one too");
    row("a layer without a name", R"("name": "b")", R"("name": "")", "/network/layers/2/name: the name is empty");
    row("a name with a line break", R"("name": "b")", R"("name": "b\nc")",
        "/network/layers/2/name: the name has a dot or a control character");
    row("an attribute that nobody knows", R"("out_features": 4, "bias": false}},)", R"("out": 4, "bias": false}},)",
        "/network/layers/1/attributes/out: there is no attribute \"out\"");
    row("an attribute of another kind", R"("out_features": 4, )", R"("out_features": "4", )",
        "/network/layers/1/attributes/out_features: is a text");
    row("a whole number with a fraction", R"("out_features": 4, )", R"("out_features": 4.0, )",
        "/network/layers/1/attributes/out_features: is a number with a fraction");
    row("an attribute out of its range", R"("out_features": 4, )", R"("out_features": 0, )",
        "/network/layers/1/attributes/out_features: out_features is 0");
    row("a size that no memory has", R"("shape": [4]})", R"("shape": [4000000000000]})",
        "/network/layers/0/attributes/shape: shape is 4e+12");
    row("a shape with a text in it", R"("shape": [4]})", R"("shape": ["4"]})",
        "/network/layers/0/attributes/shape/0: is a text");

    row("a shared parameter without a name", R"("name": "W", )", "", "/network/parameters/0: has no \"name\"");
    row("a private parameter with a name", R"({"id": 6, )", R"({"id": 6, "name": "V", )",
        "/network/parameters/1/name: is the name of a parameter that is not shared");
    row("a parameter's extent of zero", R"("shape": [4, 4])", R"("shape": [4, 0])",
        "/network/parameters/0/shape/1: is 0");
    row("an initializer that nobody knows", R"({"type": "ones"})", R"({"type": "magic"})",
        "/network/parameters/1/initializer/type: there is no initializer \"magic\"");
    row("an initializer's attribute that is not a number", R"("value": 1)", R"("value": null)",
        "/network/parameters/0/initializer/attributes/value: is null");
    row("a negative decay", R"("shared": true, )", R"("shared": true, "weight_decay_factor": -1, )",
        "/network/parameters/0/weight_decay_factor: is -1");
    row("a first draw that fits no memory", R"("shared": true, )",
        R"("shared": true, "first_draw": {"stream": 9, "shape": [1000000000, 1000000000], "fan_in": 1, "fan_out": 1}, )",
        "/network/parameters/0/first_draw/shape: is larger than any memory");
    row("a first draw of no stream", R"("shared": true, )",
        R"("shared": true, "first_draw": {"shape": [1], "fan_in": 1, "fan_out": 1}, )",
        "/network/parameters/0/first_draw: has no \"stream\"");
    row("a private parameter with two uses", R"("parameter": 5, "view")", R"("parameter": 6, "view")",
        "/network/parameters/1: is not shared and has 2 uses");
    row("a private parameter without a use", R"("parameter": 6)", R"("parameter": 5)",
        "/network/parameters/1: is not shared and has 0 uses");

    row("a link from nowhere", R"("from": 1)", R"("from": 9)",
        "/network/links/0/from: there is no layer with the id 9");
    row("a link to a parameter", R"("to": 4)", R"("to": 5)", "/network/links/2/to: there is no layer with the id 5");
    row("an output that the layer does not have", R"("output": "output", "to": 4)", R"("output": "out", "to": 4)",
        "/network/links/2/output: the layer has no output \"out\"");
    row("an input that the layer does not have", R"("to": 4, "input": "input")", R"("to": 4, "input": "input2")",
        "/network/links/2/input: the layer has no input \"input2\"");
    row("two links to one input", R"({"from": 3, "output": "output", "to": 4)",
        R"({"from": 1, "output": "output", "to": 2)", "/network/links/2: is the second link to one input");
    row("links in a circle", R"("from": 1,)", R"("from": 3,)", "/network/links: close a circle through \"a\"");
    row("a layer that feeds itself", R"("from": 1,)", R"("from": 2,)", "/network/links: close a circle through \"a\"");

    row("a tie of nothing", R"("layer": 4, "slot")", R"("layer": 9, "slot")",
        "/network/ties/2/layer: there is no layer with the id 9");
    row("a tie to nothing", R"("parameter": 6)", R"("parameter": 7)",
        "/network/ties/2/parameter: there is no parameter with the id 7");
    row("a slot that the layer does not have", R"("slot": "scale")", R"("slot": "weight")",
        "/network/ties/2/slot: the layer has no slot \"weight\"");
    row("two ties of one slot", R"({"layer": 3, "slot": "weight", "parameter": 5,)",
        R"({"layer": 2, "slot": "weight", "parameter": 5,)", "/network/ties/1: is the second tie of one slot");
    row("a slot without a tie", R"({"layer": 2, "slot": "weight", "parameter": 5},)", "",
        "/network/layers/1: the slot \"weight\" has no tie");
    row("a view that nobody knows", R"({"type": "transpose"})", R"({"type": "wormhole"})",
        "/network/ties/1/view/0/type: there is no view \"wormhole\"");
    QString chain = R"({"type": "flip"})";
    for (int step = 1; step < 33; ++step)
        chain += R"(, {"type": "flip"})";
    row("a chain of views without end", R"({"type": "transpose"})", chain.toUtf8().constData(),
        "/network/ties/1/view: is a chain of 33 views");
    row("a view with a key too many", R"({"type": "transpose"})", R"({"type": "transpose", "axes": [1]})",
        "/network/ties/1/view/0/axes: is a key that this version does not know");
    const auto view_row = [&](const char* title, const char* step, const char* expected) {
        row(title, R"({"type": "transpose"})", step, expected);
    };
    view_row("a step of zero", R"({"type": "slice", "attributes": {"step": 0}})",
             "/network/ties/1/view/0/attributes/step: step is 0");
    view_row("a step backwards", R"({"type": "slice", "attributes": {"step": -1}})",
             "/network/ties/1/view/0/attributes/step: step is -1");
    view_row("a start beyond all sizes", R"({"type": "slice", "attributes": {"start": -9223372036854775808}})",
             "/network/ties/1/view/0/attributes/start: start is -9.22337e+18");
    view_row("a position beyond all sizes", R"({"type": "index", "attributes": {"position": 9223372036854775807}})",
             "/network/ties/1/view/0/attributes/position: position is 9.22337e+18");
    view_row("an axis beyond all", R"({"type": "flip", "attributes": {"axis": 16}})",
             "/network/ties/1/view/0/attributes/axis: axis is 16");
    view_row("an axis with a fraction", R"({"type": "flip", "attributes": {"axis": 0.5}})",
             "/network/ties/1/view/0/attributes/axis: is a number with a fraction");
    view_row("a permutation of negative axes", R"({"type": "permute", "attributes": {"axes": [-1, 0]}})",
             "/network/ties/1/view/0/attributes/axes: axes is -1");
    view_row("a reshape below nothing", R"({"type": "reshape", "attributes": {"shape": [-2]}})",
             "/network/ties/1/view/0/attributes/shape: shape is -2");
    view_row("a hash of a size that no memory has", R"({"type": "hash", "attributes": {"shape": [4000000000000]}})",
             "/network/ties/1/view/0/attributes/shape: shape is 4e+12");
    view_row("a hash of nothing", R"({"type": "hash", "attributes": {"shape": [0]}})",
             "/network/ties/1/view/0/attributes/shape: shape is 0");
    view_row("a hash with a negative seed", R"({"type": "hash", "attributes": {"seed": -1}})",
             "/network/ties/1/view/0/attributes/seed: seed is -1");
    view_row("tiles without number", R"({"type": "tile", "attributes": {"times": 0}})",
             "/network/ties/1/view/0/attributes/times: times is 0");
    view_row("a broadcast to nothing", R"({"type": "broadcast", "attributes": {"extent": 0}})",
             "/network/ties/1/view/0/attributes/extent: extent is 0");
    view_row("a factor that is a text", R"({"type": "scale", "attributes": {"factor": "1"}})",
             "/network/ties/1/view/0/attributes/factor: is a text");
    view_row("more turns than a circle has", R"({"type": "rotate90", "attributes": {"turns": 4}})",
             "/network/ties/1/view/0/attributes/turns: turns is 4");

    row("a data format that nobody knows", R"("digits")", R"("oracle")",
        "/data/format: there is no data format \"oracle\"");
    row("an option that the format does not have", R"("format": "digits", )",
        R"("format": "digits", "options": {"x": 1}, )", "/data/options/x: there is no attribute \"x\"");
    row("a scaling that nobody knows", R"("scaling": "none")", R"("scaling": "log")",
        "/data/scaling: there is no scaling \"log\"");
    row("variants that nobody knows", R"("variants": "both")", R"("variants": "all")",
        "/training/variants: there is no choice \"all\"");
    row("an optimizer that nobody knows", R"("type": "adam")", R"("type": "eve")",
        "/training/optimizer/type: there is no optimizer \"eve\"");
    row("a negative learning rate", R"("learning_rate": 0.1)", R"("learning_rate": -1)",
        "/training/optimizer/attributes/learning_rate: learning_rate is -1");
    row("batches of nothing", R"("batch_size": 32)", R"("batch_size": 0)", "/training/batch_size: batch_size is 0");
    row("no epochs", R"("epochs": 2, )", "", "/training: has no \"epochs\"");
    row("validation on everything", R"("validation_fraction": 0.2)", R"("validation_fraction": 1)",
        "/training/validation_fraction: validation_fraction is 1");
    row("a negative seed", R"("seed": 1)", R"("seed": -1)", "/training/seed: seed is -1");
    row("a schedule that is not there", R"("seed": 1)", R"("seed": 1, "schedule": {"type": "spiral"})",
        "/training/schedule/type: there is no schedule \"spiral\"");
    row("an attribute that a schedule does not have", R"("seed": 1)",
        R"("seed": 1, "schedule": {"type": "step", "attributes": {"patience": 1}})",
        "/training/schedule/attributes/patience: there is no attribute \"patience\"");
    row("gradients clipped at a negative norm", R"("seed": 1)", R"("seed": 1, "gradient_clipping": -1)",
        "/training/gradient_clipping: gradient_clipping is -1");

    row("a place for a layer that is not there", R"({"layer": 1, "x")", R"({"layer": 9, "x")",
        "/canvas/layers/0/layer: there is no layer with the id 9");
    row("a place for a private parameter", R"({"parameter": 5, "x")", R"({"parameter": 6, "x")",
        "/canvas/parameters/0/parameter: there is no shared parameter with the id 6");
    row("a place beyond all bounds", R"({"layer": 1, "x": 0)", R"({"layer": 1, "x": 1e300)",
        "/canvas/layers/0/x: is 1e+300");
    row("half a place", R"({"parameter": 5, "x": 0, )", R"({"parameter": 5, )", "/canvas/parameters/0: has no \"x\"");
    row("a colour below zero", R"("colour": 0)", R"("colour": -1)", "/canvas/parameters/0/colour: is -1");
    row("two places for one layer", R"([{"layer": 1, "x": 0, "y": 0}])",
        R"([{"layer": 1, "x": 0, "y": 0}, {"layer": 1, "x": 1, "y": 1}])",
        "/canvas/layers/1: is the second entry for one layer");
}

Result<Project> changed()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QString text = sound;
    const qsizetype place = text.indexOf(from);
    if (place < 0)
        qFatal("the project has no %s", qPrintable(from));
    return readProject(text.replace(place, from.size(), to).toStdString(), "net.ligature");
}

} // namespace

void TestHostileProject::refusesWithThePlace_data()
{
    addChanges();
}

void TestHostileProject::refusesWithThePlace()
{
    QFETCH(QString, expected);
    const auto read = changed();
    QVERIFY(!read);
    const QString where = QString::fromStdString(read.error().where);
    QVERIFY(where.startsWith("net.ligature"));
    QCOMPARE(where.mid(QString("net.ligature, ").size()) + ": " + QString::fromStdString(read.error().what), expected);
    QCOMPARE(read.error().kind, ErrorKind::Input);
}

void TestHostileProject::everyMessageHasAMend_data()
{
    addChanges();
}

void TestHostileProject::everyMessageHasAMend()
{
    const auto read = changed();
    QVERIFY(!read);
    QVERIFY(!read.error().mend.empty());
    QVERIFY(!QString::fromStdString(read.error().oneLine()).contains('\n'));
}

void TestHostileProject::aFileThatIsCutOffAnywhereIsRefused()
{
    for (const std::string& whole : {std::string(sound), std::string(findExample("shared-dense")->json)}) {
        QVERIFY(readProject(whole, "net.ligature"));
        const std::size_t end = whole.find_last_of('}');
        for (std::size_t size = 0; size <= end; ++size)
            QVERIFY(!readProject(std::string_view(whole).substr(0, size), "net.ligature"));
    }
}

void TestHostileProject::anyByteThatIsWrongIsSurvived()
{
    int read_back = 0;
    const std::string whole = sound;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (const unsigned char mask : {0x01, 0x12, 0x80}) {
            std::string wrong = whole;
            wrong[i] = static_cast<char>(static_cast<unsigned char>(wrong[i]) ^ mask);
            const auto read = readProject(wrong, "net.ligature");
            // What is still read is another sound project: it can be written, and read again as the same.
            if (read) {
                ++read_back;
                const auto again = readProject(writeProject(*read), "net.ligature");
                QVERIFY(again && *again == *read);
            }
        }
    }
    QVERIFY(read_back > 10); // a name or a number changed
}

void TestHostileProject::readsWhatAHandLeavesOut()
{
    const auto read = readProject(sound, "net.ligature");
    QVERIFY(read);
    const Parameter& parameter = read->network.parameters.at(ParameterId{6});
    QVERIFY(parameter.trainable && !parameter.shared && !parameter.shape);
    QCOMPARE(parameter.weight_decay_factor, 1.0);
    QCOMPARE(read->network.ties.at({LayerId{2}, "weight"}), Tie{ParameterId{5}});
}

void TestHostileProject::readsAVeryLargeNetwork()
{
    // In time that a test can wait for: reading is not quadratic anywhere.
    QString layers;
    for (int i = 100; i < 30'100; ++i)
        layers += QString(",{\"id\":%1,\"type\":\"relu\",\"name\":\"r%1\"}").arg(i);
    QString text = sound;
    text.replace(R"("name": "s"})", R"("name": "s"})" + layers).replace(R"("next_id": 7)", R"("next_id": 30100)");
    const auto read = readProject(text.toStdString(), "net.ligature");
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QCOMPARE(read->network.layers.size(), std::size_t(30'004));
}

void TestHostileProject::aViewThatDoesNotFitIsReadAndReported_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* title, const QString& view, const char* expected) {
        QTest::newRow(title) << view << expected;
    };
    row("a position that is not there", R"({"type": "index", "attributes": {"position": 4}})",
        "Its weight: there is no place 4 along axis 0 of 4 × 4.");
    row("a slice beyond the end", R"({"type": "slice", "attributes": {"stop": 1000000000}})",
        "Its weight: the slice stops at 1000000000, behind the end of axis 0 of 4 × 4.");
    row("a broadcast that no memory has",
        R"({"type": "broadcast", "attributes": {"extent": 1000000000}},
           {"type": "broadcast", "attributes": {"extent": 1000000000}}, {"type": "index"}, {"type": "index"})",
        "Its weight: the view gives 1000000000 × 1000000000 × 4 × 4, which is larger than any memory.");
    row("a hash of another shape", R"({"type": "hash", "attributes": {"shape": [1000000, 1000000]}})",
        "Its weight needs 4 × 4, and ±hash(\"W\") gives 1000000 × 1000000.");
    row("a permutation of one axis twice", R"({"type": "permute", "attributes": {"axes": [1, 1]}})",
        "Its weight: the axes to permute do not name each axis once.");
    row("a reshape to other sizes", R"({"type": "reshape", "attributes": {"shape": [3, -1]}})",
        "Its weight: 4 × 4 has 16 entries, and does not fit 3 × -1.");
    row("a scalar turned round", R"({"type": "index"}, {"type": "index"}, {"type": "rotate90"})",
        "Its weight: only what has two axes or more can be rotated, and this is scalar.");
}

void TestHostileProject::aViewThatDoesNotFitIsReadAndReported()
{
    QFETCH(QString, view);
    QFETCH(QString, expected);
    const QString text = QString(sound).replace(R"({"type": "transpose"})", view);
    const auto project = readProject(text.toStdString(), "net.ligature");
    QVERIFY2(project.has_value(), project ? "" : project.error().oneLine().c_str());
    QStringList messages;
    for (const Diagnostic& diagnostic : analyse(project->network).diagnostics) {
        if (diagnostic.severity == Severity::Error && diagnostic.code != "no-loss")
            messages << QString::fromStdString(diagnostic.message);
    }
    QCOMPARE(messages, QStringList{expected});
    QVERIFY(!lower(project->network, analyse(project->network)));
    QVERIFY(untie(project->network).network.parameters.size() > project->network.parameters.size() - 1);
}

LIGATURE_APPLESS_TEST(TestHostileProject)

} // namespace test_hostile_project

#include "test_hostile_project.moc"
