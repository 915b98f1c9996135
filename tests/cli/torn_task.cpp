// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/torn_task.h"

#include <cmath>
#include <future>

#include <QDir>
#include <QDirIterator>

namespace ligature::testing {

namespace {

constexpr int lanes = 2;          // As many cores as CI has.
constexpr int memory_places = 16; // Of the thousands at which a task takes memory.

bool isMemory(const Disturbance& disturbance)
{
    return qstrcmp(disturbance.with, "memory") == 0;
}

bool isLeftover(const QString& path)
{
    return path.section(u'/', -1, -1, QString::SectionSkipEmpty).startsWith(".ligature-") ||
           path.contains("/.ligature-") || path.startsWith(".ligature-");
}

void writeFiles(const Files& files, const QString& folder)
{
    QDir(folder).removeRecursively();
    QDir().mkpath(folder);
    for (auto file = files.begin(); file != files.end(); ++file) {
        if (file.key().endsWith(u'/'))
            QDir(folder).mkpath(file.key());
        else
            writeBytes(folder + u'/' + file.key(), file.value());
    }
}

/// The task in a folder of its own, for one run after the other.
class Lane {
public:
    Lane(const TornTask& task, const WholeRun& whole, const Disturbance& disturbance, const QString& folder)
        : m_task(task), m_whole(whole), m_disturbance(disturbance), m_folder(folder + "/place"),
          m_count(folder + "/count"), m_facts_before(facts(whole.before))
    {
        QDir().mkpath(m_folder);
    }

    WholeRun runUndisturbed()
    {
        WholeRun whole;
        m_task.prepare(m_folder);
        whole.before = filesBelow(m_folder);
        QProcessEnvironment environment = preloaded();
        environment.insert("LD_PRELOAD", LIGATURE_FAILING_CALLS ":" LIGATURE_FAILING_MEMORY);
        environment.insert("LIGATURE_MEMORY_COUNT", m_count + "-of-memory");
        const Outcome ran = run(m_task.call, environment);
        whole.after = facts(filesBelow(m_folder));
        whole.kinds = bytesOf(m_count);
        whole.news = bytesOf(m_count + "-of-memory").trimmed().toInt();
        if (ran.code != 0)
            whole.wrong.append("undisturbed it fails: " + QString::fromUtf8(ran.errors));
        if (whole.kinds.size() < 3 || facts(whole.before) == whole.after)
            whole.wrong.append("undisturbed it changes nothing");
        if (!leftovers().isEmpty())
            whole.wrong.append("undisturbed it leaves " + leftovers().join(u' '));
        return whole;
    }

    void disturbAt(int number)
    {
        ++outcome.runs;
        writeFiles(m_whole.before, m_folder);
        QProcessEnvironment environment = preloaded();
        if (isMemory(m_disturbance)) {
            environment.insert("LD_PRELOAD", LIGATURE_FAILING_CALLS ":" LIGATURE_FAILING_MEMORY);
            environment.insert("LIGATURE_MEMORY_ENDS_AT", QString::number(number));
            if (m_disturbance.lasts)
                environment.insert("LIGATURE_MEMORY_LASTS", "1");
        } else {
            environment.insert("LIGATURE_FAIL_AT", QString::number(number));
            environment.insert("LIGATURE_FAIL_WITH", m_disturbance.with);
        }
        if (m_disturbance.lasts)
            environment.insert("LIGATURE_FAIL_ON", "1");
        const Outcome first = run(m_task.call, environment);
        m_where = QString("%1 at %2: ").arg(QLatin1String(m_disturbance.with)).arg(number);
        if (isKill(m_disturbance))
            checkKilled(first);
        else
            checkFailed(first);
        checkNext();
    }

    static bool isKill(const Disturbance& disturbance)
    {
        return qstrcmp(disturbance.with, "kill") == 0 || qstrcmp(disturbance.with, "short") == 0;
    }

    TornOutcome outcome;

private:
    QProcessEnvironment preloaded() const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("LD_PRELOAD", LIGATURE_FAILING_CALLS);
        environment.insert("LIGATURE_FAIL_BELOW", m_folder);
        environment.insert("LIGATURE_FAIL_COUNT", m_count);
        if (m_disturbance.is_poor)
            environment.insert("LIGATURE_FAIL_POOR", "1");
        return environment;
    }

    Outcome run(QStringList arguments, const QProcessEnvironment& environment) const
    {
        arguments.replaceInStrings("FOLDER", m_folder);
        return runProgram(arguments, environment);
    }

    void expect(bool holds, const QString& what)
    {
        if (!holds)
            outcome.wrong.append(m_where + what);
    }

    Files facts(const Files& files) const
    {
        Files found;
        for (auto file = files.begin(); file != files.end(); ++file) {
            if (!isLeftover(file.key()))
                found[file.key()] = m_task.facts ? m_task.facts(file.key(), file.value()) : file.value();
        }
        return found;
    }

    QStringList leftovers() const
    {
        QStringList names = filesBelow(m_folder).keys();
        names.removeIf([](const QString& name) { return !isLeftover(name); });
        return names;
    }

    static QString difference(const Files& found, const Files& expected)
    {
        QStringList names;
        for (const QString& name : found.keys() + expected.keys()) {
            if (found.value(name, "-") != expected.value(name, "-") && !names.contains(name))
                names.append(name);
        }
        return names.join(u' ');
    }

    /// Folders that are empty say nothing.
    static Files onlyFiles(Files files)
    {
        files.removeIf([](const std::pair<const QString&, QByteArray&>& file) { return file.first.endsWith(u'/'); });
        return files;
    }

    bool isOld(const Files& now) const { return onlyFiles(now) == onlyFiles(m_facts_before); }
    bool isNew(const Files& now) const { return onlyFiles(now) == onlyFiles(m_whole.after); }

    /// Each file is a whole one, the old or the new.
    void checkEachFile(const Files& now)
    {
        for (auto file = now.begin(); file != now.end(); ++file) {
            const bool was = m_facts_before.contains(file.key()) && m_facts_before[file.key()] == file.value();
            const bool becomes = m_whole.after.contains(file.key()) && m_whole.after[file.key()] == file.value();
            expect(was || becomes || file.key().endsWith(u'/'), file.key() + " is torn");
        }
        for (const QString& name : m_facts_before.keys())
            expect(now.contains(name) || !m_whole.after.contains(name) || m_disturbance.is_poor, name + " is gone");
    }

    void look()
    {
        if (!m_task.look.isEmpty())
            (void)run(m_task.look, preloaded());
        ++outcome.mended;
    }

    /// All old or all new, at the latest when the next call has looked.
    void checkWhole()
    {
        Files now = facts(filesBelow(m_folder));
        checkEachFile(now);
        if (isOld(now) || isNew(now))
            return;
        expect(!m_task.whole_at_once || m_disturbance.is_poor,
               "half old, half new: " + difference(now, m_whole.after) + " is not new");
        look();
        now = facts(filesBelow(m_folder));
        expect(isOld(now) || isNew(now), "a look does not mend it: " + difference(now, m_whole.after) + " is not new");
    }

    void checkKilled(const Outcome& first)
    {
        expect(first.died, "it lives");
        ++outcome.killed;
        checkWhole();
    }

    void checkFailed(const Outcome& first)
    {
        expect(!first.died && (first.code == 0 || first.code == 1),
               first.died ? "it dies" : QString("exit code %1").arg(first.code));
        Files now = facts(filesBelow(m_folder));
        // Weights that cannot be trained on from, as there is not the memory for that, are imported all the same.
        if (isMemory(m_disturbance) && first.output.contains("cannot be trained on from yet")) {
            ++outcome.done;
            return;
        }
        checkEachFile(now);
        if (first.code == 0) {
            ++outcome.done;
            expect(isNew(now), "it says that it is done, and " + difference(now, m_whole.after) + " is not new");
            return;
        }
        ++outcome.refused;
        expect(first.errors.count('\n') == 1 &&
                   first.errors.contains(isMemory(m_disturbance) ? "memory" : m_folder.toUtf8()),
               "it does not name the file: " + QString::fromUtf8(first.errors));
        if (m_disturbance.lasts && !isOld(now)) { // What could not be put back either is put back by the next call.
            look();
            now = facts(filesBelow(m_folder));
        }
        expect(m_disturbance.lasts ? isOld(now) : now == m_facts_before,
               "it fails, and has changed " + difference(now, m_facts_before));
    }

    /// What comes next gives what it would have given. From what is there to the byte as it was, it does.
    void checkNext()
    {
        if (m_task.again.isEmpty() && filesBelow(m_folder) == m_whole.before)
            return;
        const Outcome next = run(m_task.again.isEmpty() ? m_task.call : m_task.again, preloaded());
        expect(next.code == 0, "the next call fails: " + QString::fromUtf8(next.errors));
        const Files now = facts(filesBelow(m_folder));
        expect(now == m_whole.after, "the next call gives something else: " + difference(now, m_whole.after));
        expect(leftovers().isEmpty(), "the next call leaves " + leftovers().join(u' '));
    }

    const TornTask& m_task;
    const WholeRun& m_whole;
    Disturbance m_disturbance;
    QString m_folder;
    QString m_count;
    QString m_where;
    Files m_facts_before;
};

/// Whether such a thing can happen to a call of that kind.
bool canMeet(const Disturbance& disturbance, char kind)
{
    if (qstrcmp(disturbance.with, "short") == 0)
        return kind == 'w';
    return qstrcmp(disturbance.with, "ENOSPC") != 0 || kind != 'o';
}

} // namespace

Files filesBelow(const QString& folder)
{
    Files found;
    const QDir::Filters all = QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot;
    for (QDirIterator it(folder, all, QDirIterator::Subdirectories); it.hasNext();) {
        const QString path = it.next();
        const QString name = QDir(folder).relativeFilePath(path);
        if (it.fileInfo().isDir())
            found[name + u'/'] = {};
        else
            found[name] = bytesOf(path);
    }
    return found;
}

WholeRun runWhole(const TornTask& task, bool is_poor, const QString& folder)
{
    return Lane(task, {}, {"nothing", false, is_poor}, folder).runUndisturbed();
}

TornOutcome disturb(const TornTask& task, const WholeRun& whole, const Disturbance& disturbance, const QString& folder)
{
    QList<int> numbers;
    for (int number = 1; number <= whole.kinds.size() && !isMemory(disturbance); ++number) {
        if (canMeet(disturbance, whole.kinds[number - 1]))
            numbers.append(number);
    }
    // The most of them in the last third, where it writes.
    for (int place = 0; place < memory_places && isMemory(disturbance); ++place) {
        const double part = std::sqrt((place + 0.5) / memory_places);
        numbers.append(1 + static_cast<int>(part * whole.news));
    }
    const auto runLane = [&](int lane) {
        Lane own(task, whole, disturbance, folder + u'/' + QString::number(lane));
        for (int i = lane; i < numbers.size() && own.outcome.wrong.size() < 5; i += lanes)
            own.disturbAt(numbers[i]);
        return own.outcome;
    };
    std::vector<std::future<TornOutcome>> running;
    for (int lane = 0; lane < lanes; ++lane)
        running.push_back(std::async(std::launch::async, runLane, lane));
    TornOutcome all;
    all.calls = isMemory(disturbance) ? whole.news : static_cast<int>(whole.kinds.size());
    all.wrong = whole.wrong;
    for (std::future<TornOutcome>& lane : running) {
        const TornOutcome seen = lane.get();
        all.runs += seen.runs;
        all.killed += seen.killed;
        all.refused += seen.refused;
        all.done += seen.done;
        all.mended += seen.mended;
        all.wrong += seen.wrong;
    }
    return all;
}

} // namespace ligature::testing
