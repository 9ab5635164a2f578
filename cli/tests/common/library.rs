//! A folder with a library in it, gone with the test.

#![allow(dead_code, reason = "not every test uses every part")]

use std::path::PathBuf;
use store::{Vfs, ready};

/// A folder that is gone with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A place that no other test uses; nothing is there yet.
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("backcast-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Folder(path)
    }

    /// Where it is.
    pub fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    /// A file's bytes.
    pub fn read(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.0.join(file)).unwrap()
    }

    /// Makes the folder of the files of another disk.
    pub fn take(&self, disk: &impl Vfs) {
        std::fs::create_dir_all(&self.0).unwrap();
        for info in ready(disk.list()).unwrap().unwrap() {
            let mut bytes = vec![0; info.size as usize];
            let read = ready(disk.read(&info.name, 0, &mut bytes)).unwrap();
            assert_eq!(read, Ok(bytes.len()));
            std::fs::write(self.0.join(info.name), bytes).unwrap();
        }
    }

    /// Changes one bit in the middle of a file.
    pub fn flip(&self, file: &str) {
        let mut bytes = self.read(file);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(self.0.join(file), bytes).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
