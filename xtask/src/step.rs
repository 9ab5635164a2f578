//! Runs one tool as one line on the terminal: what it does, how long it has taken, and its last words when it fails.

use crate::failure::{Failure, remedy_for};
use crate::process::Family;
use crate::{folders, stop};
use std::fs::File;
use std::io::{IsTerminal, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

const LOOK: Duration = Duration::from_millis(40);
/// How many lines of a log are worth showing.
const SHOWN: usize = 40;

/// What a finished tool left behind.
pub struct Done {
    pub status: ExitStatus,
    pub log: PathBuf,
    pub took: Duration,
}

impl Done {
    pub fn output(&self) -> String {
        std::fs::read(&self.log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    /// The part of the output that says what went wrong.
    pub fn complaint(&self) -> String {
        complaint(&self.output())
    }
}

/// Runs a tool that has to succeed.
pub fn must(label: &str, command: &mut Command) -> Result<Done, Failure> {
    judge(label, run(label, command)?)
}

fn judge(label: &str, done: Done) -> Result<Done, Failure> {
    if done.status.success() {
        return Ok(done);
    }
    let log = done.output();
    Err(Failure::told(
        format!(
            "{}\n\n{label}: failed ({}). Whole log: {}",
            complaint(&log),
            done.status,
            done.log.display()
        ),
        remedy_for(&log),
    ))
}

/// Runs a tool that has to succeed and answers what it printed on its standard output alone.
pub fn answer(label: &str, command: &mut Command) -> Result<Vec<u8>, Failure> {
    let path = log_of(label).with_extension("out");
    folders::write(&path, "")?;
    folders::write(&log_of(label), "")?;
    command.stdout(append(&path)?);
    judge(label, watch(label, command)?)?;
    folders::read(&path)
}

/// Runs a tool and leaves the verdict to the caller.
pub fn run(label: &str, command: &mut Command) -> Result<Done, Failure> {
    let path = log_of(label);
    folders::write(&path, "")?;
    command.stdout(append(&path)?);
    watch(label, command)
}

fn watch(label: &str, command: &mut Command) -> Result<Done, Failure> {
    let path = log_of(label);
    command.stderr(append(&path)?);
    let mut family = Family::start(command).map_err(|error| cannot_start(command, &error))?;
    let mut line = Line::start(label);
    loop {
        if stop::asked() {
            line.close("stopped");
            family.end();
            return Err(Failure::Stopped);
        }
        if let Some(status) = family
            .ended()
            .map_err(|error| cannot_start(command, &error))?
        {
            let took = line.close(if status.success() { "" } else { "failed" });
            return Ok(Done {
                status,
                log: path,
                took,
            });
        }
        line.tick();
        sleep(LOOK);
    }
}

fn log_of(label: &str) -> PathBuf {
    folders::work("logs").join(format!("{}.log", slug(label)))
}

fn append(path: &Path) -> Result<File, Failure> {
    File::options()
        .append(true)
        .open(path)
        .map_err(|error| Failure::io("write", path, &error))
}

/// Runs a tool that talks to the person itself.
pub fn in_view(command: &mut Command) -> Result<ExitStatus, Failure> {
    let mut child = command
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    loop {
        match child
            .try_wait()
            .map_err(|error| cannot_start(command, &error))?
        {
            Some(_) if stop::asked() => return Err(Failure::Stopped),
            Some(status) => return Ok(status),
            None if stop::asked() => {
                // Gone already when Ctrl-C reached the whole terminal group.
                drop(child.kill());
                drop(child.wait());
                return Err(Failure::Stopped);
            }
            None => sleep(LOOK),
        }
    }
}

pub fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::told(
        format!(
            "`{}` could not be started: {error}.",
            Path::new(command.get_program()).display()
        ),
        "Check that it is installed and on PATH.",
    )
}

pub fn tail(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    let from = lines.len().saturating_sub(SHOWN);
    lines.get(from..).unwrap_or_default().join("\n")
}

/// The lines from the first complaint on; a tool that has many tests says it long before its end.
fn complaint(log: &str) -> String {
    // Node says before a file's "not ok" what broke after its last test.
    const SIGNS: [&str; 5] = ["error", "not ok ", "    not ok ", "# Error: ", "thread '"];
    let first = log
        .lines()
        .position(|line| SIGNS.iter().any(|sign| line.starts_with(sign)));
    match first {
        Some(first) => {
            let shown: Vec<&str> = log.lines().skip(first).take(SHOWN).collect();
            shown.join("\n")
        }
        None => tail(log),
    }
}

pub fn elapsed(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// One line that counts the seconds: rewritten on a terminal, repeated now and then in a log.
struct Line<'a> {
    label: &'a str,
    began: Instant,
    said: Duration,
    live: bool,
}

impl<'a> Line<'a> {
    fn start(label: &'a str) -> Self {
        let live = stdout().is_terminal();
        let line = Self {
            label,
            began: Instant::now(),
            said: Duration::ZERO,
            live,
        };
        if live {
            line.rewrite(&format!("{label} … 0:00"));
        } else {
            println!("{label} …");
        }
        line
    }

    fn tick(&mut self) {
        let gone = self.began.elapsed();
        let every = Duration::from_secs(if self.live { 1 } else { 15 });
        if gone < self.said + every {
            return;
        }
        self.said = Duration::from_secs(gone.as_secs());
        let text = format!("{} … {}", self.label, elapsed(gone));
        if self.live {
            self.rewrite(&text);
        } else {
            println!("{text}");
        }
    }

    fn close(&self, verdict: &str) -> Duration {
        let gone = self.began.elapsed();
        let text = format!("{} … {} {verdict}", self.label, elapsed(gone));
        if self.live {
            self.rewrite(text.trim_end());
            println!();
        } else if verdict.is_empty() {
            println!("{text}done");
        } else {
            println!("{text}");
        }
        gone
    }

    fn rewrite(&self, text: &str) {
        print!("\r\x1b[2K{text}");
        // A terminal that has gone away must not stop the work.
        drop(stdout().flush());
    }
}

fn slug(label: &str) -> String {
    let words: String = label
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    words
        .split('-')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::{complaint, elapsed, slug, tail};
    use std::time::Duration;

    #[test]
    fn time_reads_as_minutes_and_seconds() {
        assert_eq!(elapsed(Duration::from_secs(42)), "0:42");
        assert_eq!(elapsed(Duration::from_millis(61_900)), "1:01");
    }

    #[test]
    fn a_label_becomes_a_file_name() {
        assert_eq!(
            slug("installing wasm-bindgen 0.2.130"),
            "installing-wasm-bindgen-0-2-130"
        );
    }

    #[test]
    fn a_failed_test_is_shown_though_others_follow() {
        let mut log = "running 2 tests\n\nthread 'ledger' panicked at x.rs:1\n".to_owned();
        log.extend((0..100).map(|n| format!("test result: ok. {n}\n")));
        assert!(complaint(&log).starts_with("thread 'ledger' panicked"));
        let late = "ok 1 - fine\n# Error: Test hook \"after\" broke\nnot ok 2 - the.test.mjs\n";
        assert!(complaint(late).starts_with("# Error: Test hook"));
        assert!(complaint("wasm-opt gave up").contains("gave up"));
    }

    #[test]
    fn only_the_end_of_a_long_log_is_shown() {
        let log: String = (0..100).map(|n| format!("line {n}\n")).collect();
        let shown = tail(&log);
        assert!(shown.starts_with("line 60") && shown.ends_with("line 99"));
    }
}
