// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/python.h"
#include "tests/support/test_program.h"

namespace test_parity {

using namespace ligature::testing;

/// Random networks against PyTorch; see parity.py. CI has PyTorch, so there nothing is skipped.
class ParityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomNetworksComputeWhatPyTorchComputes_data()
    {
        QTest::addColumn<int>("first");
        for (int first = 1; first <= 300; first += 100)
            QTest::addRow("seeds %d to %d", first, first + 99) << first;
    }
    void randomNetworksComputeWhatPyTorchComputes()
    {
        QFETCH(int, first);
        if (const QString missing = missingPythonModule({"torch"}); !missing.isEmpty()) {
            if (qEnvironmentVariableIsSet("CI"))
                QFAIL("Python has no module torch");
            QSKIP("Python has no module torch (Debian's python3-torch)");
        }
        const PythonResult python = runPython("parity/parity.py", {LIGATURE_PARITY, QString::number(first), "100"});
        QVERIFY2(python.exit_code == 0, python.output + python.errors);
        QVERIFY2(python.output.contains("100 passed, 0 failed"), python.output);
    }
};

LIGATURE_GUILESS_TEST(ParityTest)

} // namespace test_parity

#include "test_parity.moc"
