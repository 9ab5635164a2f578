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

    /// Asks the whole group to end, waits a little, then insists.
    pub fn end(&mut self) {
        self.signal(false);
        let asked = Instant::now();
        while asked.elapsed() < POLITE && self.lives() {
            sleep(Duration::from_millis(50));
        }
        self.signal(true);
        // The child is reaped here so that it cannot stay as a zombie.
        drop(self.child.wait());
    }

    #[cfg(unix)]
    fn group(&self) -> nix::unistd::Pid {
        nix::unistd::Pid::from_raw(i32::try_from(self.child.id()).unwrap_or(i32::MAX))
    }

    #[cfg(unix)]
    fn signal(&self, insist: bool) {
        use nix::sys::signal::{Signal, killpg};
        let signal = if insist {
            Signal::SIGKILL
        } else {
            Signal::SIGTERM
        };
        // A group that has ended already is what we want.
        let _ = killpg(self.group(), signal);
    }

    /// True while any member of the group is left, not only the child itself.
    #[cfg(unix)]
    fn lives(&mut self) -> bool {
        drop(self.child.try_wait());
        nix::sys::signal::killpg(self.group(), None).is_ok()
    }

    #[cfg(not(unix))]
    fn signal(&self, _insist: bool) {
        drop(
            Command::new("taskkill")
                .args(["/T", "/F", "/PID", &self.child.id().to_string()])
                .stdout(Stdio::null())
                .status(),
        );
    }

    #[cfg(not(unix))]
    fn lives(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.end();
        }
    }
}
