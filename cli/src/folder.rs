//! The library's disk as a folder: the same names and the same files as in a browser, written by the same rules.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use store::{FileInfo, Vfs, VfsError};

/// Held for as long as the folder is open, so that two programs never write one library.
const LOCK: &str = ".lock";

/// A folder that is a library, held by this program alone.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Opens the folder, making it when there is none, and holds it.
    pub fn open(path: &Path) -> Result<Folder, VfsError> {
        fs::create_dir_all(path).map_err(said)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join(LOCK))
            .map_err(said)?;
        match lock.try_lock() {
            Ok(()) => Ok(Folder {
                path: path.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(VfsError::Locked),
            Err(TryLockError::Error(error)) => Err(said(error)),
        }
    }

    fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Vfs for Folder {
    async fn list(&self) -> Result<Vec<FileInfo>, VfsError> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(said)? {
            let entry = entry.map_err(said)?;
            let about = entry.metadata().map_err(said)?;
            // What has no text for a name is none of ours.
            let name = entry.file_name().into_string().ok();
            let ours = name.filter(|name| about.is_file() && name != LOCK);
            files.extend(ours.map(|name| FileInfo {
                name,
                size: about.len(),
            }));
        }
        Ok(files)
    }

    async fn size(&self, name: &str) -> Result<u64, VfsError> {
        Ok(fs::metadata(self.place(name)).map_err(said)?.len())
    }

    async fn read(&self, name: &str, at: u64, into: &mut [u8]) -> Result<usize, VfsError> {
        let mut file = File::open(self.place(name)).map_err(said)?;
        file.seek(SeekFrom::Start(at)).map_err(said)?;
        file.read(into).map_err(said)
    }

    async fn create(&self, name: &str) -> Result<(), VfsError> {
        File::create(self.place(name)).map(drop).map_err(said)
    }

    async fn write(&self, name: &str, at: u64, bytes: &[u8]) -> Result<usize, VfsError> {
        let mut file = OpenOptions::new()
            .write(true)
            .open(self.place(name))
            .map_err(said)?;
        file.seek(SeekFrom::Start(at)).map_err(said)?;
        file.write(bytes).map_err(said)
    }

    async fn flush(&self, name: &str) -> Result<(), VfsError> {
        let file = OpenOptions::new()
            .write(true)
            .open(self.place(name))
            .map_err(said)?;
        file.sync_all().map_err(said)?;
        // A new name is durable only when the folder is, where a folder can be flushed at all.
        match File::open(&self.path) {
            Ok(folder) if cfg!(unix) => folder.sync_all().map_err(said),
            _ => Ok(()),
        }
    }

    async fn remove(&self, name: &str) -> Result<(), VfsError> {
        match fs::remove_file(self.place(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(said(error)),
            _ => Ok(()),
        }
    }
}

fn said(error: std::io::Error) -> VfsError {
    match error.kind() {
        ErrorKind::NotFound => VfsError::Gone,
        ErrorKind::PermissionDenied => VfsError::Io(format!("{error}: may the folder be written?")),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => VfsError::QuotaExceeded,
        _ => VfsError::Io(error.to_string()),
    }
}
