//! The library's disk: the browser's private files, or memory where the browser refuses them.

use super::hash::browser_sha256;
use super::opfs::{Handle, at, call, error_of, get, options, pause, promised, storage};
use domain::Digest;
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use store::{FileInfo, Memory, Vfs, VfsError};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// How often a file that somebody holds is tried again, and how long between.
const TRIES: i32 = 5;
const PAUSE_MS: i32 = 60;

/// Files open for reading at most: opening takes longer than reading a page of one, and so does closing, which is done while somebody
/// waits when there are more.
const MOST_OPEN: usize = 64;

/// Files that are opened before others are looked for.
const FIRST: usize = 2;

/// What the browser said about room holds so long, and while so much is left: asking takes it longer than writing a segment.
const ROOM_HOLDS_MS: f64 = 5000.0;
const AMPLE_ROOM: u64 = 500_000_000;

/// The browser hashes faster than we do, but each call costs something.
const WORTH_A_CALL: usize = 16_384;

/// Where the library lives.
pub enum Disk {
    /// In private files.
    Files(Files),
    /// Nowhere.
    Memory(Memory),
}

/// A folder of the browser's private files.
pub struct Files {
    folder: JsValue,
    open: RefCell<Vec<(String, Handle)>>,
    /// Files that are being opened for those who read them next.
    opening: RefCell<Vec<(String, Promise)>>,
    /// Bytes that may still be written, as the browser said at this time, less what was written since.
    room: Cell<Option<(u64, f64)>>,
}

impl Files {
    /// Opens the folder, and makes it when there is none. `Denied` where the browser keeps nothing for this page.
    pub async fn open(name: &str) -> Result<Files, VfsError> {
        let denied = |error: JsValue| match reason(&error) {
            VfsError::Locked => VfsError::Locked,
            VfsError::QuotaExceeded => VfsError::QuotaExceeded,
            _ => VfsError::Denied,
        };
        let root = promised(&storage(), "getDirectory", &[]).await;
        let root = root.map_err(denied)?;
        let create = options(&[("create", JsValue::TRUE)]);
        let folder = promised(&root, "getDirectoryHandle", &[name.into(), create]).await;
        Ok(Files {
            folder: folder.map_err(denied)?,
            open: RefCell::default(),
            opening: RefCell::default(),
            room: Cell::new(None),
        })
    }

    /// The whole of a small file; `None` when there is none.
    pub async fn get(&self, name: &str) -> Option<Vec<u8>> {
        let size = self.size(name).await.ok()?;
        let mut bytes = vec![0; usize::try_from(size).ok()?];
        let read = self.read(name, 0, &mut bytes).await.ok()?;
        self.close(name);
        bytes.truncate(read);
        Some(bytes)
    }

    /// Writes the whole of a small file.
    pub async fn put(&self, name: &str, bytes: &[u8]) -> Result<(), VfsError> {
        self.create(name).await?;
        let mut done = 0;
        while let Some(rest) = bytes.get(done..).filter(|rest| !rest.is_empty()) {
            match self.write(name, done as u64, rest).await? {
                0 => return Err(VfsError::QuotaExceeded),
                written => done += written,
            }
        }
        self.flush(name).await
    }

    /// A handle on a file.
    async fn handle(&self, name: &str, create: bool) -> Result<Handle, VfsError> {
        if let Some(handle) = self.held(name) {
            return Ok(handle);
        }
        let begun = taken(&self.opening, name);
        let opened = match begun {
            Some(begun) => JsFuture::from(begun).await.ok(),
            None => None,
        };
        let handle = match opened.filter(JsValue::is_object) {
            Some(handle) => handle.unchecked_into(),
            // What went wrong before may have been put right since.
            None => opened_now(&self.folder, name, create).await?,
        };
        let mut open = self.open.borrow_mut();
        if open.len() >= MOST_OPEN {
            let (_, oldest) = open.remove(0);
            oldest.close();
        }
        open.push((name.to_owned(), handle.clone()));
        Ok(handle)
    }

    fn held(&self, name: &str) -> Option<Handle> {
        let open = self.open.borrow();
        let found = open.iter().find(|(known, _)| known == name);
        found.map(|(_, handle)| handle.clone())
    }

    fn close(&self, name: &str) {
        if let Some(handle) = taken(&self.open, name) {
            handle.close();
        }
    }
}

/// What a list has under a name, which leaves it.
fn taken<T>(list: &RefCell<Vec<(String, T)>>, name: &str) -> Option<T> {
    let mut list = list.borrow_mut();
    let place = list.iter().position(|(known, _)| known == name)?;
    Some(list.remove(place).1)
}

/// Finds a file and opens it.
async fn opened_now(folder: &JsValue, name: &str, create: bool) -> Result<Handle, VfsError> {
    let file = promised_file(folder, name, create).await;
    opened(&file.map_err(|error| reason(&error))?).await
}

async fn promised_file(folder: &JsValue, name: &str, create: bool) -> Result<JsValue, JsValue> {
    let wanted = options(&[("create", create.into())]);
    promised(folder, "getFileHandle", &[name.into(), wanted]).await
}

/// Opens a file that was found; one that somebody holds is tried again for a while.
async fn opened(file: &JsValue) -> Result<Handle, VfsError> {
    let mut tries = 0;
    loop {
        match promised(file, "createSyncAccessHandle", &[]).await {
            Ok(handle) => return Ok(handle.unchecked_into()),
            Err(error) => match reason(&error) {
                VfsError::Locked if tries < TRIES => {
                    tries += 1;
                    pause(PAUSE_MS * tries).await;
                }
                why => return Err(why),
            },
        }
    }
}

impl Vfs for Files {
    async fn list(&self) -> Result<Vec<FileInfo>, VfsError> {
        let mut files = Vec::new();
        for name in self.names().await? {
            let size = self.size(&name).await?;
            files.push(FileInfo { name, size });
        }
        Ok(files)
    }

    async fn names(&self) -> Result<Vec<String>, VfsError> {
        let names = call(&self.folder, "keys", &[]).map_err(|error| reason(&error))?;
        let mut files = Vec::new();
        loop {
            let next = promised(&names, "next", &[]).await;
            let next = next.map_err(|error| reason(&error))?;
            if get(&next, "done").is_truthy() {
                return Ok(files);
            }
            files.extend(get(&next, "value").as_string());
        }
    }

    /// Begins to open them, and goes on: the browser opens them in another process while the first are read.
    async fn soon(&self, names: &[&str]) {
        // The browser takes questions in turn, and opening asks two: the first files are not to wait until it has found the others.
        let mut found: Option<Promise> = None;
        for (place, name) in names.iter().take(MOST_OPEN).enumerate() {
            let begun = self.opening.borrow().iter().any(|(known, _)| known == name);
            if begun || self.held(name).is_some() {
                continue;
            }
            let (folder, file) = (self.folder.clone(), (*name).to_owned());
            let finding = match &found {
                Some(first) if place >= FIRST => {
                    let first = first.clone();
                    future_to_promise(async move {
                        // Whether it is there concerns who reads it.
                        let _ = JsFuture::from(first).await;
                        promised_file(&folder, &file, false).await
                    })
                }
                _ => future_to_promise(async move { promised_file(&folder, &file, false).await }),
            };
            found.get_or_insert_with(|| finding.clone());
            let opening = future_to_promise(async move {
                let opened = match JsFuture::from(finding).await {
                    Ok(file) => opened(&file).await.ok(),
                    Err(_) => None,
                };
                // What can't be opened says so when it is read.
                Ok(opened.map_or(JsValue::UNDEFINED, JsValue::from))
            });
            let mut all = self.opening.borrow_mut();
            all.push(((*name).to_owned(), opening));
        }
    }

    async fn sha256(&self, bytes: &[u8]) -> Digest {
        if bytes.len() >= WORTH_A_CALL
            && let Some(digest) = browser_sha256(bytes).await
        {
            return digest;
        }
        Digest::of(bytes)
    }

    async fn size(&self, name: &str) -> Result<u64, VfsError> {
        if let Some(handle) = self.held(name) {
            return handle
                .size()
                .map(|size| size as u64)
                .map_err(|error| reason(&error));
        }
        // Asking the file costs less than opening it, and is allowed while somebody holds it.
        let wanted = options(&[]);
        let file = promised(&self.folder, "getFileHandle", &[name.into(), wanted]).await;
        let file = file.map_err(|error| reason(&error))?;
        let file = promised(&file, "getFile", &[]).await;
        let file = file.map_err(|error| reason(&error))?;
        Ok(get(&file, "size").as_f64().unwrap_or_default() as u64)
    }

    async fn read(&self, name: &str, place: u64, into: &mut [u8]) -> Result<usize, VfsError> {
        let handle = self.handle(name, false).await?;
        let read = handle.read(into, &at(place));
        read.map(|count| count as usize)
            .map_err(|error| reason(&error))
    }

    async fn create(&self, name: &str) -> Result<(), VfsError> {
        let handle = self.handle(name, true).await?;
        // A new file is empty, and cutting it to nothing would be one more question to the browser.
        match handle.size() {
            Ok(0.0) => Ok(()),
            _ => handle.truncate(0.0).map_err(|error| reason(&error)),
        }
    }

    async fn write(&self, name: &str, place: u64, bytes: &[u8]) -> Result<usize, VfsError> {
        let handle = self.handle(name, false).await?;
        let written = handle.write(bytes, &at(place));
        let count = written.map_err(|error| reason(&error))?;
        let less = |(room, since): (u64, f64)| (room.saturating_sub(count as u64), since);
        self.room.set(self.room.get().map(less));
        Ok(count as usize)
    }

    async fn flush(&self, name: &str) -> Result<(), VfsError> {
        let handle = self.handle(name, false).await?;
        let flushed = handle.flush().map_err(|error| reason(&error));
        self.close(name);
        flushed
    }

    async fn remove(&self, name: &str) -> Result<(), VfsError> {
        let begun = taken(&self.opening, name);
        if let Some(begun) = begun
            && let Ok(handle) = JsFuture::from(begun).await
            && handle.is_object()
        {
            handle.unchecked_into::<Handle>().close();
        }
        self.close(name);
        self.room.set(None);
        match promised(&self.folder, "removeEntry", &[name.into()]).await {
            Ok(_) => Ok(()),
            Err(error) => match reason(&error) {
                VfsError::Gone => Ok(()),
                why => Err(why),
            },
        }
    }

    async fn room(&self) -> Result<Option<u64>, VfsError> {
        let now = js_sys::Date::now();
        if let Some((room, since)) = self.room.get()
            && room > AMPLE_ROOM
            && (0.0..ROOM_HOLDS_MS).contains(&(now - since))
        {
            return Ok(Some(room));
        }
        let room = estimate()
            .await
            .map(|(used, quota)| quota.saturating_sub(used));
        self.room.set(room.map(|room| (room, now)));
        Ok(room)
    }
}

/// Bytes this site uses and may use, as the browser estimates.
pub async fn estimate() -> Option<(u64, u64)> {
    let estimate = promised(&storage(), "estimate", &[]).await.ok()?;
    let field = |name| get(&estimate, name).as_f64().map(|bytes| bytes as u64);
    Some((field("usage")?, field("quota")?))
}

/// Has the browser promised to keep what is stored?
pub async fn persisted() -> Option<bool> {
    let answer = promised(&storage(), "persisted", &[]).await.ok()?;
    answer.as_bool()
}

fn reason(error: &JsValue) -> VfsError {
    let (name, message) = error_of(error);
    match name.as_str() {
        "NoModificationAllowedError" | "InvalidStateError" => VfsError::Locked,
        "SecurityError" | "NotAllowedError" => VfsError::Denied,
        "QuotaExceededError" => VfsError::QuotaExceeded,
        "NotFoundError" => VfsError::Gone,
        _ => VfsError::Io(format!("{name}: {message}")),
    }
}

macro_rules! either {
    ($self:ident, $disk:ident => $does:expr) => {
        match $self {
            Disk::Files($disk) => $does,
            Disk::Memory($disk) => $does,
        }
    };
}

impl Vfs for Disk {
    async fn list(&self) -> Result<Vec<FileInfo>, VfsError> {
        either!(self, disk => disk.list().await)
    }
    async fn names(&self) -> Result<Vec<String>, VfsError> {
        either!(self, disk => disk.names().await)
    }
    async fn soon(&self, names: &[&str]) {
        either!(self, disk => disk.soon(names).await);
    }
    async fn sha256(&self, bytes: &[u8]) -> Digest {
        either!(self, disk => disk.sha256(bytes).await)
    }
    async fn size(&self, name: &str) -> Result<u64, VfsError> {
        either!(self, disk => disk.size(name).await)
    }
    async fn read(&self, name: &str, at: u64, into: &mut [u8]) -> Result<usize, VfsError> {
        either!(self, disk => disk.read(name, at, into).await)
    }
    async fn create(&self, name: &str) -> Result<(), VfsError> {
        either!(self, disk => disk.create(name).await)
    }
    async fn write(&self, name: &str, at: u64, bytes: &[u8]) -> Result<usize, VfsError> {
        either!(self, disk => disk.write(name, at, bytes).await)
    }
    async fn flush(&self, name: &str) -> Result<(), VfsError> {
        either!(self, disk => disk.flush(name).await)
    }
    async fn remove(&self, name: &str) -> Result<(), VfsError> {
        either!(self, disk => disk.remove(name).await)
    }
    async fn room(&self) -> Result<Option<u64>, VfsError> {
        either!(self, disk => disk.room().await)
    }
}
