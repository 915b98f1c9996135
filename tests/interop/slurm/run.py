# SPDX-License-Identifier: GPL-3.0-or-later
"""An experiment as a job array of a real Slurm: run.py PROGRAM, PROGRAM being ligature-cli.

Debian's slurmctld, slurmd and munged run on loopback with a configuration in a temporary folder, without systemd and
cgroups. The script that `compare --slurm` writes runs in four parts; one is killed with kill -9 on its way, and submitted
again alone. What --merge makes of it are the bits of one machine's run."""
import getpass
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PATIENCE = 120  # seconds
DAEMONS = ("slurmctld", "slurmd", "munged")
PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"
missing = [name for name in (*DAEMONS, "sbatch", "scontrol") if not shutil.which(name, path=PATH)]
if missing:
    print(f"skipped: no {', '.join(missing)} (Debian's slurmctld, slurmd, slurm-client, munge)")
    sys.exit(1 if os.environ.get("CI") else 77)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_until(condition, what, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise SystemExit(f"waited {seconds} s in vain for {what}")


class Cluster:
    """Of one machine with two processors, whatever this one has."""

    def __init__(self, folder, program):
        self.folder = folder
        self.host = socket.gethostname().split(".")[0]
        self.environment = dict(os.environ, SLURM_CONF=str(folder / "slurm.conf"),
                                PATH=f"{pathlib.Path(program).parent}:{PATH}")
        self.daemons = []
        for name in ("state", "spool", "run"):
            (folder / name).mkdir()
        key = folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        ports = free_ports(2)
        user = getpass.getuser()
        (folder / "slurm.conf").write_text(f"""ClusterName=ligature
SlurmctldHost={self.host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/run/munge.socket
CredType=cred/munge
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/run/slurmctld.pid
SlurmdPidFile={folder}/run/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SlurmdParameters=config_overrides
ReturnToService=2
NodeName={self.host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes={self.host} Default=YES MaxTime=INFINITE State=UP
""")

    def start(self):
        run = self.folder / "run"
        self._start("munged", "--foreground", "--force", f"--key-file={self.folder}/munge.key",
                    f"--socket={run}/munge.socket", f"--pid-file={run}/munged.pid",
                    f"--log-file={self.folder}/munged.log", f"--seed-file={run}/munge.seed")
        wait_until((run / "munge.socket").exists, "munged")
        self._start("slurmctld", "-D", "-c", "-f", self.environment["SLURM_CONF"])
        self._start("slurmd", "-D", "-f", self.environment["SLURM_CONF"])
        wait_until(lambda: "idle" in self.ask("sinfo", "-h", "-o", "%T"), "the node to be idle")

    def _start(self, *call):
        log = open(self.folder / f"{call[0]}.out", "wb")
        self.daemons.append(subprocess.Popen(call, env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                                             stderr=subprocess.STDOUT))

    def stop(self):
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in reversed(self.daemons):
            try:
                daemon.wait(20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()

    def ask(self, *call):
        return subprocess.run(call, env=self.environment, capture_output=True, text=True).stdout

    def submit(self, script, *options):
        """The job's number."""
        call = ["sbatch", f"--output={self.folder}/job-%A-%a.txt", *options, str(script)]
        done = subprocess.run(call, env=self.environment, capture_output=True, text=True, cwd=self.folder)
        found = re.fullmatch(r"Submitted batch job (\d+)\n", done.stdout)
        if not found:
            raise SystemExit(f"{' '.join(call)}: {done.stdout}{done.stderr}")
        return found[1]

    def states(self, job):
        """Of each task of an array by its number."""
        text = self.ask("scontrol", "show", "job", job)
        return {int(task): state for task, state in re.findall(r"ArrayTaskId=(\d+) .*?JobState=(\w+)", text, re.DOTALL)}

    def wait(self, job, tasks):
        def through():
            states = self.states(job)
            return states if len(states) == tasks and all(
                state in ("COMPLETED", "FAILED", "CANCELLED", "NODE_FAIL") for state in states.values()) else None
        return wait_until(through, f"job {job} to be through, which is {self.states(job)}")

    def process_of(self, task):
        """The program that runs this task: nobody's but ours, by the configuration in its environment."""
        for place in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                environment = (place / "environ").read_bytes().split(b"\0")
                call = (place / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if (b"SLURM_CONF=" + self.environment["SLURM_CONF"].encode() in environment
                    and f"SLURM_ARRAY_TASK_ID={task}".encode() in environment and b"compare" in call):
                return int(place.name)
        return None


def bits(text):
    """All figures, without the times, which differ each time."""
    figures = json.loads(text)
    del figures["times"]
    return json.dumps(figures)


def check(holds, what):
    if not holds:
        raise SystemExit(what)


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="ligature-slurm-") as place:
        folder = pathlib.Path(place)
        project = folder / "it's.ligature"
        out = folder / "runs of it"

        def compare(*options):
            return subprocess.run([program, "compare", str(project), "--seeds", "8", "--epochs", "600", *options],
                                  capture_output=True, text=True, cwd=folder)

        subprocess.run([program, "examples", "tied-autoencoder-digits", "-o", str(project)], check=True)
        script = folder / "job.sh"
        written = compare("--out", str(out), "--slurm", str(script), "--parts", "4", "--checkpoint-interval", "0.02")
        check(written.returncode == 0 and not out.exists(), written.stderr)
        alone = compare("--json")
        check(alone.returncode == 0, alone.stderr)

        cluster = Cluster(folder, program)
        try:
            cluster.start()
            job = cluster.submit(script)
            victim = wait_until(lambda: cluster.process_of(3), "part 3 to run")
            time.sleep(0.25)  # Its four runs take seconds.
            os.kill(victim, signal.SIGKILL)
            states = cluster.wait(job, 4)
            check(states == {1: "COMPLETED", 2: "COMPLETED", 3: "FAILED", 4: "COMPLETED"}, f"the parts are {states}")
            left = [run.name for run in (out / "running").iterdir() if (run / "progress.json").exists()]
            torn = compare("--merge", str(out), "--json")
            check(torn.returncode == 1 and "runs are in none of the folders" in torn.stderr,
                  f"what is lost is not told: {torn.returncode} {torn.stderr}")
            print(f"killed process {victim}, part 3; {len(left)} run on its way; {torn.stderr.strip()}")

            again = cluster.submit(script, "--array=3")
            states = cluster.wait(again, 1)
            check(states == {3: "COMPLETED"}, f"part 3 again is {states}")
            merged = compare("--merge", str(out), "--json")
            check(merged.returncode == 0, merged.stderr)
            check(bits(merged.stdout) == bits(alone.stdout), "the merged figures are other bits than one machine's")
            check(not any((out / "running").iterdir()), "something is left on its way")
            # As the script itself says, in a shell.
            said = re.search(r"^#   (ligature-cli .*)$", script.read_text(), re.MULTILINE)[1]
            subprocess.run(["/bin/sh", "-c", said], env=cluster.environment, check=True, stdout=subprocess.DEVNULL)
            check(bits((out / "comparison.json").read_text()) == bits(alone.stdout), "the script's merge is other bits")
        except BaseException:
            for log in sorted(folder.glob("*.log")) + sorted(folder.glob("job-*.txt")):
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}")
            raise
        finally:
            cluster.stop()
    print("4 parts under Slurm, one killed and submitted again: the same bits as one machine's")


main()
