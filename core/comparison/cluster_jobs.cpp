// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/cluster_jobs.h"

namespace ligature {

namespace {

std::string part(const ClusterJobs& jobs, const std::string& number)
{
    return shellQuoted(jobs.program) + " compare " + shellQuoted(jobs.project) +
           (jobs.options.empty() ? "" : " " + jobs.options) + " --threads " + std::to_string(jobs.threads) + " --out " +
           shellQuoted(jobs.folder) + " --shard " + number + "/" + std::to_string(jobs.parts);
}

std::string merge(const ClusterJobs& jobs)
{
    return shellQuoted(jobs.program) + " compare " + shellQuoted(jobs.project) +
           (jobs.options.empty() ? "" : " " + jobs.options) + " --merge " + shellQuoted(jobs.folder) + " --out " +
           shellQuoted(jobs.folder);
}

} // namespace

std::string shellQuoted(const std::string& text)
{
    if (!text.empty() &&
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:+") ==
            std::string::npos)
        return text;
    std::string result = "'";
    for (const char c : text)
        result.append(c == '\'' ? std::string("'\\''") : std::string(1, c));
    return result + "'";
}

std::string slurmScript(const ClusterJobs& jobs)
{
    return "#!/bin/bash\n"
           "#SBATCH --job-name=ligature-compare\n"
           "#SBATCH --array=1-" +
           std::to_string(jobs.parts) +
           "\n"
           "#SBATCH --cpus-per-task=" +
           std::to_string(jobs.threads) +
           "\n"
           "#SBATCH --requeue\n"
           "# A part that is killed or requeued goes on where it was; to run one again alone: sbatch --array=3 "
           "THIS_FILE\n"
           "# When all are through, on any machine:\n"
           "#   " +
           merge(jobs) + "\nset -eu\nexec " + part(jobs, "\"$SLURM_ARRAY_TASK_ID\"") + "\n";
}

std::string commandList(const ClusterJobs& jobs)
{
    std::string text;
    for (std::int64_t i = 1; i <= jobs.parts; ++i)
        text += part(jobs, std::to_string(i)) + "\n";
    return text + "# When all are through:\n# " + merge(jobs) + "\n";
}

} // namespace ligature
