//! A disk that is only memory: for windows where nothing may be kept, and for tests.

use crate::vfs::{FileInfo, Vfs, VfsError};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Files that live as long as this value.
#[derive(Debug, Default)]
pub struct Memory {
    files: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Memory {
    /// An empty disk.
    pub fn new() -> Memory {
        Memory::default()
    }
}

impl Vfs for Memory {
    async fn list(&self) -> Result<Vec<FileInfo>, VfsError> {
        let files = self.files.borrow();
        let info = |(name, bytes): (&String, &Vec<u8>)| FileInfo {
            name: name.clone(),
            size: bytes.len() as u64,
        };
        Ok(files.iter().map(info).collect())
    }

    async fn size(&self, name: &str) -> Result<u64, VfsError> {
        let files = self.files.borrow();
        files
            .get(name)
            .map(|bytes| bytes.len() as u64)
            .ok_or(VfsError::Gone)
    }

    async fn read(&self, name: &str, at: u64, into: &mut [u8]) -> Result<usize, VfsError> {
        let files = self.files.borrow();
        let bytes = files.get(name).ok_or(VfsError::Gone)?;
        let rest = usize::try_from(at)
            .ok()
            .and_then(|at| bytes.get(at..))
            .unwrap_or_default();
        Ok(copied(rest, into))
    }

    async fn create(&self, name: &str) -> Result<(), VfsError> {
        self.files.borrow_mut().insert(name.to_owned(), Vec::new());
        Ok(())
    }

    async fn write(&self, name: &str, at: u64, bytes: &[u8]) -> Result<usize, VfsError> {
        let mut files = self.files.borrow_mut();
        let file = files.get_mut(name).ok_or(VfsError::Gone)?;
        put(file, at, bytes).ok_or(VfsError::QuotaExceeded)?;
        Ok(bytes.len())
    }

    async fn flush(&self, _name: &str) -> Result<(), VfsError> {
        Ok(())
    }

    async fn remove(&self, name: &str) -> Result<(), VfsError> {
        self.files.borrow_mut().remove(name);
        Ok(())
    }
}

/// Copies as much as fits and says how much that was.
pub(crate) fn copied(from: &[u8], into: &mut [u8]) -> usize {
    let count = from.len().min(into.len());
    for (target, byte) in into.iter_mut().zip(from) {
        *target = *byte;
    }
    count
}

/// Writes into a growing file; `None` when the end can't be addressed.
pub(crate) fn put(file: &mut Vec<u8>, at: u64, bytes: &[u8]) -> Option<()> {
    let start = usize::try_from(at).ok()?;
    let end = start.checked_add(bytes.len())?;
    if file.len() < end {
        file.resize(end, 0);
    }
    file.get_mut(start..end)?.copy_from_slice(bytes);
    Some(())
}
