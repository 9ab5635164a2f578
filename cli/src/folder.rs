//! The library's disk as a folder: the same names and the same files as in a browser, written by the same rules by one program at a time.

use crate::shell;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use store::{FileInfo, Library, Opened, Vfs, VfsError, ready};

/// Held for as long as the folder is open: by one program that writes, or by several that read.
const LOCK: &str = ".lock";

/// What a program wants of a library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To change it: nobody else may have it meanwhile.
    Write,
    /// To read its bars: others may read them too, and nobody may change it.
    Read,
    /// To see its list, whoever has it.
    Glance,
}

/// Why a folder is no library that can be used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// The folder refused.
    #[error(transparent)]
    Folder(#[from] VfsError),
    /// What is in it is no library.
    #[error(transparent)]
    Library(Box<store::Error>),
    /// A folder that makes the program wait: a fault of ours.
    #[error("the folder did not answer at once")]
    Waits,
}

/// Opens the library in a folder, and says what opening found.
pub fn library(path: &Path, access: Access) -> Result<(Library<Folder>, Opened), Unusable> {
    let folder = Folder::open(path, access)?;
    let busy = folder.busy;
    let opened = ready(Library::open(folder)).ok_or(Unusable::Waits)?;
    let (library, mut opened) = opened.map_err(|error| Unusable::Library(Box::new(error)))?;
    if busy {
        // A slot that somebody is writing just now is not damaged; the other one is the list.
        opened.damaged.retain(|one| one.id.is_some());
    }
    Ok((library, opened))
}

/// What is wrong with a library in a folder, and what mends it where that is a command.
pub fn why(folder: &Path, error: &store::Error) -> String {
    match error {
        store::Error::Damaged(_) => format!(
            "{error}; `backcast data repair {}` fetches its bars again",
            shell::word(folder.display())
        ),
        other => other.to_string(),
    }
}

/// A folder that is a library.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    access: Access,
    /// Somebody else is changing it.
    busy: bool,
    _lock: Option<File>,
}

impl Folder {
    fn open(path: &Path, access: Access) -> Result<Folder, VfsError> {
        if access == Access::Write {
            fs::create_dir_all(path).map_err(said)?;
        }
        let mut folder = Folder {
            path: path.to_owned(),
            access,
            busy: false,
            _lock: None,
        };
        let lock = OpenOptions::new()
            .create(path.is_dir())
            .truncate(false)
            .write(true)
            .open(path.join(LOCK));
        let lock = match (lock, access) {
            (Ok(lock), _) => lock,
            (Err(error), Access::Write) => return Err(said(error)),
            // Where nothing can be written nobody writes.
            (Err(_), Access::Read | Access::Glance) => return Ok(folder),
        };
        let held = match access {
            Access::Write => lock.try_lock(),
            Access::Read | Access::Glance => lock.try_lock_shared(),
        };
        match held {
            Ok(()) => folder._lock = Some(lock),
            Err(TryLockError::WouldBlock) if access == Access::Glance => folder.busy = true,
            Err(TryLockError::WouldBlock) => return Err(VfsError::Locked),
            Err(TryLockError::Error(error)) => return Err(said(error)),
        }
        Ok(folder)
    }

    fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    fn writable(&self) -> Result<(), VfsError> {
        match self.access {
            Access::Write => Ok(()),
            Access::Read | Access::Glance => Err(VfsError::Io(
                "the folder was opened to read only".to_owned(),
            )),
        }
    }
}

impl Vfs for Folder {
    async fn list(&self) -> Result<Vec<FileInfo>, VfsError> {
        let mut files = Vec::new();
        if self.access == Access::Glance && !self.path.exists() {
            return Ok(files);
        }
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
        self.writable()?;
        File::create(self.place(name)).map(drop).map_err(said)
    }

    async fn write(&self, name: &str, at: u64, bytes: &[u8]) -> Result<usize, VfsError> {
        self.writable()?;
        let mut file = OpenOptions::new()
            .write(true)
            .open(self.place(name))
            .map_err(said)?;
        file.seek(SeekFrom::Start(at)).map_err(said)?;
        file.write(bytes).map_err(said)
    }

    async fn flush(&self, name: &str) -> Result<(), VfsError> {
        self.writable()?;
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
        self.writable()?;
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
