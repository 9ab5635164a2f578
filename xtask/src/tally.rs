//! How many tests passed and failed, read from what test runners print.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    pub fn one(passed: bool) -> Self {
        Self {
            passed: u64::from(passed),
            failed: u64::from(!passed),
        }
    }

    /// The exit status has the last word: a failure that no test owns, such as a compile error, counts as one.
    pub fn judged(self, passed: bool) -> Self {
        match self {
            Self {
                passed: 0,
                failed: 0,
            } => Self::one(passed),
            Self { failed: 0, .. } if !passed => Self { failed: 1, ..self },
            counted => counted,
        }
    }
}

/// Sums the `test result: ok. 3 passed; 1 failed; …` lines of cargo.
pub fn read_cargo(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines() {
        if let Some(counts) = line.strip_prefix("test result: ") {
            tally.passed += number_before(counts, " passed");
            tally.failed += number_before(counts, " failed");
        }
    }
    tally
}

/// Reads the summary of Node's runner: `# pass 3`, `# fail 0`, `# cancelled 0`.
pub fn read_node(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines() {
        let Some(summary) = line.strip_prefix("# ") else {
            continue;
        };
        if let Some((word, count)) = summary.split_once(' ')
            && let Ok(count) = count.trim().parse::<u64>()
        {
            match word {
                "pass" => tally.passed += count,
                "fail" | "cancelled" => tally.failed += count,
                _ => {}
            }
        }
    }
    tally
}

/// Reads a last line `3 passed, 0 failed`.
pub fn read_plain(output: &str) -> Tally {
    let last = output.lines().last().unwrap_or_default();
    Tally {
        passed: number_before(last, " passed"),
        failed: number_before(last, " failed"),
    }
}

fn number_before(text: &str, word: &str) -> u64 {
    text.split(word)
        .next()
        .and_then(|before| before.rsplit(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Tally, read_cargo, read_node, read_plain};

    #[test]
    fn results_of_all_test_binaries_are_summed() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        let (passed, failed) = (15, 2);
        assert_eq!(read_cargo(output), Tally { passed, failed });
    }

    #[test]
    fn nodes_summary_is_read() {
        let output = "TAP version 13\nok 1 - x\n# tests 7\n# suites 0\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 0\n";
        let (passed, failed) = (5, 2);
        assert_eq!(read_node(output), Tally { passed, failed });
    }

    #[test]
    fn a_plain_last_line_is_read() {
        let (passed, failed) = (40, 2);
        let output = "failed  sma: native 1, wasm 2\n40 passed, 2 failed\n";
        assert_eq!(read_plain(output), Tally { passed, failed });
        assert_eq!(read_plain("no summary"), Tally::default());
    }

    #[test]
    fn a_runner_that_dies_early_is_a_failure() {
        assert_eq!(Tally::default().judged(false), Tally::one(false));
        let (passed, failed) = (3, 1);
        assert_eq!(
            Tally { passed, failed: 0 }.judged(false),
            Tally { passed, failed }
        );
    }

    #[test]
    fn a_silent_check_counts_as_one() {
        assert_eq!(Tally::default().judged(true), Tally::one(true));
    }
}
