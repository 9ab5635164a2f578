//! `bench --instructions`: counts instead of times, so that a small change shows on a machine that is busy.

use crate::failure::Failure;
use crate::{cargo, folders, setup, step};
use std::process::Command;

const TOOL: &str = "valgrind";

/// Does each piece of the engine's work once under callgrind and prints its instructions.
pub fn count() -> Result<(), Failure> {
    if !setup::starts(TOOL) {
        return Err(Failure::told(
            "Instructions are counted by valgrind, which is not on PATH.",
            "Install it (Debian: `sudo apt-get install valgrind`), then run again.",
        ));
    }
    let mut build = cargo::cargo(&["build", "--release", "--package", "tests"]);
    step::must("compiling the work", build.args(["--bin", "instructions"]))?;
    let program = folders::target().join("release/instructions");
    let list = step::answer("listing the work", Command::new(&program).arg("list"))?;
    let mut rows = Vec::new();
    for (index, line) in String::from_utf8_lossy(&list).lines().enumerate() {
        let mut parts = line.split('\t');
        let (name, units, unit) = (parts.next(), parts.next(), parts.next());
        let units: Option<f64> = units.and_then(|units| units.parse().ok());
        let (Some(name), Some(units), Some(unit)) = (name, units, unit) else {
            continue;
        };
        let mut tool = Command::new(TOOL);
        // Making the data and checking the answer are not counted.
        tool.args(["--tool=callgrind", "--toggle-collect=*one_go*"])
            .arg("--callgrind-out-file=/dev/null")
            .arg(&program)
            .arg(index.to_string());
        let done = step::must(&format!("counting {name}"), &mut tool)?;
        let counted = collected(&done.output()).ok_or_else(|| {
            Failure::told(
                format!("valgrind counted nothing in {name}."),
                format!("Read {}.", done.log.display()),
            )
        })?;
        rows.push(format!(
            "{name:<40} {:>9.1} M {:>9.2} instructions a {}",
            counted / 1e6,
            counted / units,
            unit.trim_end_matches('s')
        ));
    }
    println!("{}", rows.join("\n"));
    Ok(())
}

/// The number behind `Collected :` in callgrind's last words.
fn collected(log: &str) -> Option<f64> {
    let (_, told) = log.rsplit_once("Collected :")?;
    let count: f64 = told.split_whitespace().next()?.parse().ok()?;
    (count > 0.0).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::collected;

    #[test]
    fn the_count_is_read_from_the_last_words() {
        let log = "==7== Events    : Ir\n==7== Collected : 123456\n==7== \n==7== I   refs:      123,456\n";
        assert_eq!(collected(log), Some(123_456.0));
        assert_eq!(collected("==7== Collected : 0\n"), None);
        assert_eq!(collected("killed"), None);
    }
}
