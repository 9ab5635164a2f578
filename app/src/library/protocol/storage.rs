//! How the library is kept: states of their own, so that none of them looks like an empty library.

use serde::{Deserialize, Serialize};

/// Where bars are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keeping {
    /// Not known yet.
    Opening,
    /// On the browser's disk.
    Disk,
    /// In memory only: nothing outlives this page. The browser's reason follows.
    Memory(String),
    /// The disk is there and somebody else holds it.
    Locked,
    /// The disk is there and can't be read; nothing is written over it.
    Broken(String),
}

/// Who works the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// This tab.
    Owner,
    /// Another tab, which is asked.
    Through,
    /// This tab, and the browser can't say whether another one does too: use one tab only.
    Alone,
}

/// Something found damaged when the library was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flaw {
    /// A file.
    File {
        /// Its name.
        file: String,
        /// What is wrong with it, in English.
        why: String,
    },
    /// The list of series, which was made again from its files.
    Rebuilt,
}

/// How the library is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageState {
    /// Where.
    pub keeping: Keeping,
    /// By whom.
    pub role: Role,
    /// Has the browser promised to keep it? `None` when it doesn't say.
    pub persisted: Option<bool>,
    /// Bytes used by this site, as the browser estimates it.
    pub used: u64,
    /// Bytes it may use; 0 when the browser doesn't say.
    pub quota: u64,
    /// Counts every change of the library.
    pub generation: u64,
    /// What was found damaged when it was opened.
    pub damage: Vec<Flaw>,
}

impl StorageState {
    /// Before anything is known.
    pub fn opening() -> StorageState {
        StorageState {
            keeping: Keeping::Opening,
            role: Role::Through,
            persisted: None,
            used: 0,
            quota: 0,
            generation: 0,
            damage: Vec::new(),
        }
    }

    /// Share of the room in use, when the browser says; from 0.8 on it is worth a warning.
    pub fn fullness(&self) -> Option<f64> {
        (self.quota > 0).then(|| self.used as f64 / self.quota as f64)
    }
}
