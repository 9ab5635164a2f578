//! A folder with a library in it, gone with the test.

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

    /// The bars of a series of days, as the command line itself exports them, after every hash was verified.
    pub fn bars(&self, id: &str) -> Vec<(i64, [f64; 5])> {
        let verified = crate::common::text(&["data", "check", self.path()]);
        assert!(verified.contains("every hash is right"), "{verified}");
        let out = self.0.join("export.json");
        let series = format!("{}/{id}", self.path());
        crate::common::text(&["data", "convert", &series, "--out", out.to_str().unwrap()]);
        let value: serde_json::Value =
            serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
        std::fs::remove_file(&out).unwrap();
        let rows = value["bars"].as_array().unwrap().iter();
        rows.map(|row| {
            let time = domain::moment::parse(row[0].as_str().unwrap_or(""))
                .map_or_else(|| row[0].as_i64().unwrap(), |at| at.0);
            let price = |column: usize| row[column].as_f64().unwrap();
            (time / 86_400_000, [1, 2, 3, 4, 5].map(price))
        })
        .collect()
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
