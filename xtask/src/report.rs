//! Runs checks one after the other, keeps going after a failure, and sums them up.

use crate::failure::Failure;
use crate::step::{self, elapsed};
use crate::stop;
use crate::tally::Tally;
use std::process::Command;
use std::time::Instant;

/// What has been checked so far.
#[derive(Default)]
pub struct Report {
    total: Tally,
    lines: Vec<String>,
}

impl Report {
    /// A tool whose exit status is the verdict; answers whether it passed.
    pub fn command(&mut self, label: &str, command: &mut Command) -> Result<bool, Failure> {
        self.suite(label, command, |_| Tally::default())
    }

    /// A tool that counts its own tests; one that says nothing counts as one.
    pub fn suite(
        &mut self,
        label: &str,
        command: &mut Command,
        read: fn(&str) -> Tally,
    ) -> Result<bool, Failure> {
        let done = match step::run(label, command) {
            Ok(done) => done,
            Err(Failure::Stopped) => return Err(Failure::Stopped),
            Err(other) => {
                println!("{other}\n");
                self.add(label, Tally::one(false), "could not start");
                return Ok(false);
            }
        };
        let passed = done.status.success();
        let counted = read(&done.output()).judged(passed);
        if !passed {
            println!("{}\nWhole log: {}\n", done.complaint(), done.log.display());
        }
        self.add(label, counted, &elapsed(done.took));
        Ok(passed)
    }

    /// A check that is our own code; answers what it made when it passed.
    pub fn check<T>(
        &mut self,
        label: &str,
        check: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<Option<T>, Failure> {
        let began = Instant::now();
        let verdict = check();
        if stop::asked() {
            return Err(Failure::Stopped);
        }
        if let Err(failure) = &verdict {
            println!("{failure}\n");
        }
        let note = elapsed(began.elapsed());
        self.add(label, Tally::one(verdict.is_ok()), &note);
        Ok(verdict.ok())
    }

    /// A check that cannot run since an earlier one failed, which is a failure too.
    pub fn skip(&mut self, label: &str) {
        self.add(label, Tally::one(false), "not run: what it needs failed");
    }

    fn add(&mut self, label: &str, tally: Tally, note: &str) {
        let mark = if tally.failed == 0 { "ok  " } else { "FAIL" };
        self.lines.push(format!(
            "{mark} {label:<40} {:>5} passed {:>3} failed  {note}",
            tally.passed, tally.failed
        ));
        self.total.passed += tally.passed;
        self.total.failed += tally.failed;
    }

    /// Prints one line per check and the sum as the very last line.
    pub fn finish(&self, began: Instant) -> Result<(), Failure> {
        println!("\n{}", self.lines.join("\n"));
        println!("in {}", elapsed(began.elapsed()));
        println!("{} passed, {} failed", self.total.passed, self.total.failed);
        if self.total.failed == 0 {
            Ok(())
        } else {
            Err(Failure::Counted)
        }
    }
}
