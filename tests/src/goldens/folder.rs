//! Golden cases on disk: which files there are, and the market data beside them.

use super::Case;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of cases and the folder of the data they name.
#[derive(Clone, Debug)]
pub struct Home {
    /// Where the cases lie.
    pub cases: PathBuf,
    /// Where the data files lie.
    pub data: PathBuf,
}

/// The topics that have adapters.
pub const TOPICS: [&str; 4] = ["backtests", "indicators", "metrics", "stats"];

impl Home {
    /// The cases of this repository, made from synthetic inputs.
    pub fn own() -> Self {
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens");
        let data = cases.join("data");
        Self { cases, data }
    }

    /// All cases, those on market data of others too, which may lie beside the checkout but never in it.
    pub fn beside() -> Option<Self> {
        let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
        let (cases, data) = (shared.join("goldens"), shared.join("data"));
        cases.is_dir().then_some(Self { cases, data })
    }

    /// One topic of this home.
    pub fn topic(&self, name: &str) -> Self {
        let cases = self.cases.join(name);
        Self {
            cases,
            data: self.data.clone(),
        }
    }

    /// Every case file here, in order of name.
    pub fn files(&self) -> Result<Vec<PathBuf>, String> {
        let mut found = Vec::new();
        let mut open = vec![self.cases.clone()];
        while let Some(folder) = open.pop() {
            let trouble = |error| format!("the folder {} can't be read: {error}", folder.display());
            for entry in fs::read_dir(&folder).map_err(trouble)? {
                let path = entry.map_err(trouble)?.path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|kind| kind == "json") {
                    found.push(path);
                }
            }
        }
        found.sort();
        if found.is_empty() {
            let folder = self.cases.display();
            return Err(format!("the folder {folder} has no golden case (*.json)"));
        }
        Ok(found)
    }

    /// Reads a case with the data it names.
    pub fn read(&self, file: &Path) -> Result<Case, String> {
        Case::parse(&text(file)?, &|name| text(&self.data.join(name)))
    }
}

fn text(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{} can't be read: {error}", file.display()))
}
