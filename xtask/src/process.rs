//! Child processes that can be ended together with everything they started.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const POLITE: Duration = Duration::from_secs(5);

/// A child that leads its own process group.
pub struct Family {
    child: Child,
}

impl Family {
    pub fn start(command: &mut Command) -> io::Result<Self> {
        command.stdin(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        Ok(Self {
            child: command.spawn()?,
        })
    }

    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Asks the whole family to end, waits a little, then insists.
    pub fn end(&mut self) {
        let family = self.members();
        signal(&family, false);
        let asked = Instant::now();
        while asked.elapsed() < POLITE && self.lives(&family) {
            sleep(Duration::from_millis(50));
        }
        signal(&family, true);
        // The child is reaped here so that it cannot stay as a zombie.
        drop(self.child.wait());
    }

    /// The child's group, and each descendant that has moved to a group of its own.
    fn members(&self) -> Vec<Member> {
        let child = self.child.id();
        let descendants = table()
            .map(|table| descendants(child, &table))
            .unwrap_or_default();
        let alone = descendants.into_iter().map(Member::Process);
        alone.chain([Member::Group(child)]).collect()
    }

    fn lives(&mut self, family: &[Member]) -> bool {
        // Reaps the child, since a zombie still counts as a member.
        drop(self.child.try_wait());
        family.iter().any(|member| member.lives())
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.end();
        }
    }
}

enum Member {
    Process(u32),
    Group(u32),
}

fn signal(family: &[Member], insist: bool) {
    for member in family {
        member.signal(insist);
    }
}

#[cfg(unix)]
impl Member {
    fn signal(&self, insist: bool) {
        use nix::sys::signal::Signal;
        let signal = if insist {
            Signal::SIGKILL
        } else {
            Signal::SIGTERM
        };
        self.send(Some(signal));
    }

    fn lives(&self) -> bool {
        self.send(None)
    }

    /// False when nobody is left to hear it.
    fn send(&self, signal: Option<nix::sys::signal::Signal>) -> bool {
        use nix::sys::signal::{kill, killpg};
        use nix::unistd::Pid;
        let pid = |id: u32| i32::try_from(id).map(Pid::from_raw);
        match *self {
            Self::Process(id) => pid(id).is_ok_and(|pid| kill(pid, signal).is_ok()),
            Self::Group(id) => pid(id).is_ok_and(|pid| killpg(pid, signal).is_ok()),
        }
    }
}

#[cfg(not(unix))]
impl Member {
    fn signal(&self, _insist: bool) {
        let (Self::Process(id) | Self::Group(id)) = self;
        drop(
            Command::new("taskkill")
                .args(["/T", "/F", "/PID", &id.to_string()])
                .stdout(Stdio::null())
                .status(),
        );
    }

    fn lives(&self) -> bool {
        false
    }
}

/// Every process with its parent, as `ps` lists them.
fn table() -> Option<String> {
    let output = Command::new("ps")
        .args(["-A", "-o", "pid=,ppid="])
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn descendants(of: u32, table: &str) -> Vec<u32> {
    let pairs: Vec<(u32, u32)> = table
        .lines()
        .filter_map(|line| {
            let mut numbers = line.split_whitespace().map(|number| number.parse().ok());
            Some((numbers.next()??, numbers.next()??))
        })
        .collect();
    let mut found = Vec::new();
    let mut open = vec![of];
    while let Some(parent) = open.pop() {
        for &(id, _) in pairs.iter().filter(|(_, above)| *above == parent) {
            found.push(id);
            open.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::descendants;

    #[test]
    fn grandchildren_are_found_and_strangers_are_not() {
        let table = "  1 0\n 10 1\n 11 10\n 12 11\n 13 1\nheader line\n";
        let mut found = descendants(10, table);
        found.sort_unstable();
        assert_eq!(found, [11, 12]);
    }
}
