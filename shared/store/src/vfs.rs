//! The disk as the library sees it: flat names, whole files written once, and an answer that may be "no".

use domain::Digest;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A file and how long it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileInfo {
    /// Its name; there are no folders.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
}

/// Why the disk didn't do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VfsError {
    /// Somebody else holds the file: try again, then say that another tab has it.
    #[error("the file is held by another tab or program")]
    Locked,
    /// Storage as a whole is refused, as in some private windows: go on in memory and say so.
    #[error("the browser refuses to keep files here")]
    Denied,
    /// The disk or the share of this site is full.
    #[error("no room is left on the disk")]
    QuotaExceeded,
    /// There is no such file.
    #[error("there is no such file")]
    Gone,
    /// Anything else, in the words of the system.
    #[error("{0}")]
    Io(String),
}

/// Where files are kept. One owner at a time writes; nothing else may change the files meanwhile.
///
/// Methods take `&self`: an implementation keeps its handles in cells. Futures needn't be `Send`, a page has one thread.
#[allow(
    async_fn_in_trait,
    reason = "dispatched statically and awaited on the thread that made it"
)]
pub trait Vfs {
    /// Every file, in any order. An error must never be told as an empty list.
    async fn list(&self) -> Result<Vec<FileInfo>, VfsError>;

    /// The names of all files, in any order: where lengths take longer to ask for.
    async fn names(&self) -> Result<Vec<String>, VfsError> {
        let files = self.list().await?;
        Ok(files.into_iter().map(|info| info.name).collect())
    }

    /// Says which files are read next, in this order: a disk may open them together. What is wrong with one of them is said
    /// when it is read.
    async fn soon(&self, names: &[&str]) {
        let _ = names;
    }

    /// The hash of some bytes: a system may have a faster one than ours.
    async fn sha256(&self, bytes: &[u8]) -> Digest {
        Digest::of(bytes)
    }

    /// Length of a file; `Gone` when there is none.
    async fn size(&self, name: &str) -> Result<u64, VfsError>;

    /// Reads from byte `at` into the buffer and says how many bytes came; fewer than asked is allowed, 0 is the end.
    async fn read(&self, name: &str, at: u64, into: &mut [u8]) -> Result<usize, VfsError>;

    /// Makes an empty file, or empties the one that is there.
    async fn create(&self, name: &str) -> Result<(), VfsError>;

    /// Writes at byte `at` and says how many bytes went; fewer than asked is allowed.
    async fn write(&self, name: &str, at: u64, bytes: &[u8]) -> Result<usize, VfsError>;

    /// Makes what was written durable and lets go of the file: the next read opens it anew.
    async fn flush(&self, name: &str) -> Result<(), VfsError>;

    /// Removes a file; one that is not there is no error.
    async fn remove(&self, name: &str) -> Result<(), VfsError>;

    /// How many bytes may still be written, when the system tells.
    async fn room(&self) -> Result<Option<u64>, VfsError> {
        Ok(None)
    }
}

/// A disk is also one when borrowed.
impl<V: Vfs> Vfs for &V {
    async fn list(&self) -> Result<Vec<FileInfo>, VfsError> {
        (**self).list().await
    }
    async fn names(&self) -> Result<Vec<String>, VfsError> {
        (**self).names().await
    }
    async fn soon(&self, names: &[&str]) {
        (**self).soon(names).await;
    }
    async fn sha256(&self, bytes: &[u8]) -> Digest {
        (**self).sha256(bytes).await
    }
    async fn size(&self, name: &str) -> Result<u64, VfsError> {
        (**self).size(name).await
    }
    async fn read(&self, name: &str, at: u64, into: &mut [u8]) -> Result<usize, VfsError> {
        (**self).read(name, at, into).await
    }
    async fn create(&self, name: &str) -> Result<(), VfsError> {
        (**self).create(name).await
    }
    async fn write(&self, name: &str, at: u64, bytes: &[u8]) -> Result<usize, VfsError> {
        (**self).write(name, at, bytes).await
    }
    async fn flush(&self, name: &str) -> Result<(), VfsError> {
        (**self).flush(name).await
    }
    async fn remove(&self, name: &str) -> Result<(), VfsError> {
        (**self).remove(name).await
    }
    async fn room(&self) -> Result<Option<u64>, VfsError> {
        (**self).room().await
    }
}

/// The answer of a future that never has to wait, as over a folder, memory or the simulated disk; `None` when it does wait.
pub fn ready<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => Some(answer),
        Poll::Pending => None,
    }
}
