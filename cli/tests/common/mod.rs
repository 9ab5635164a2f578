//! What the tests of the command line share: files that vanish, and ways to run the program.

pub mod days;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A file that is gone with the test.
pub struct Csv(PathBuf);

impl Csv {
    /// Writes a file of a name that no other test uses.
    #[allow(dead_code, reason = "not every test writes files")]
    pub fn new(name: &str, text: &str) -> Csv {
        Csv::of_bytes(&format!("{name}.csv"), text.as_bytes())
    }

    /// The same with an ending and bytes of any kind.
    #[allow(dead_code, reason = "not every test writes files")]
    pub fn of_bytes(name: &str, bytes: &[u8]) -> Csv {
        let file = format!("backcast-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(file);
        std::fs::write(&path, bytes).unwrap();
        Csv(path)
    }

    /// Where it is.
    pub fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Csv {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Runs the program.
pub fn backcast(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backcast"))
        .args(arguments)
        .output()
        .unwrap()
}

/// What it prints when all is well.
pub fn text(arguments: &[&str]) -> String {
    let out = backcast(arguments);
    let words = String::from_utf8(out.stderr).unwrap();
    assert!(out.status.success(), "{arguments:?}: {words}");
    String::from_utf8(out.stdout).unwrap()
}

/// What it prints as JSON.
#[allow(dead_code, reason = "not every test reads JSON")]
pub fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&text(&[arguments, &["--json"]].concat())).unwrap()
}

/// Bad input: exit code 2, these words, and nothing on standard output.
#[allow(dead_code, reason = "not every test is about refusals")]
pub fn refused(arguments: &[&str], words: &str) {
    let out = backcast(arguments);
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(said.contains(words), "{arguments:?}: {said}");
    assert!(out.stdout.is_empty());
}

/// The rows of a written file, by the names of its header.
#[allow(dead_code, reason = "not every test writes files")]
pub fn rows(file: &Csv) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert!(text.ends_with('\n'));
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned));
    let names: Vec<String> = lines.next().unwrap().collect();
    let rows = lines.map(|cells| {
        let cells: Vec<String> = cells.collect();
        assert_eq!(cells.len(), names.len());
        names.iter().cloned().zip(cells).collect()
    });
    rows.collect()
}
