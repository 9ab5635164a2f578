//! A disk that breaks on purpose: it keeps a log of what was asked, and makes from it what a crash at any moment may leave.
//!
//! Everything follows from seeds, so a failure is repeated by its numbers.

use crate::memory::{copied, put};
use crate::vfs::{FileInfo, Vfs, VfsError};
use domain::random::Random;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A change that was asked of the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// A file was made or emptied.
    Create(String),
    /// Bytes were written at a place.
    Write(String, u64, Vec<u8>),
    /// A file was made durable.
    Flush(String),
    /// A file was removed.
    Remove(String),
}

impl Op {
    /// The file it is about.
    pub fn file(&self) -> &str {
        match self {
            Op::Create(file) | Op::Write(file, ..) | Op::Flush(file) | Op::Remove(file) => file,
        }
    }
}

/// How much of the write under way reaches the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Torn {
    /// Nothing.
    Nothing,
    /// One byte.
    OneByte,
    /// The first half.
    Half,
    /// All but one byte.
    ButOne,
}

impl Torn {
    /// Every way.
    pub const ALL: [Torn; 4] = [Torn::Nothing, Torn::OneByte, Torn::Half, Torn::ButOne];

    fn of(self, length: usize) -> usize {
        match self {
            Torn::Nothing => 0,
            Torn::OneByte => 1.min(length),
            Torn::Half => length / 2,
            Torn::ButOne => length.saturating_sub(1),
        }
    }
}

/// What becomes of changes that were not flushed when the power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unflushed {
    /// All are there.
    Kept,
    /// None is.
    Lost,
    /// Any of them, whatever their order was, and writes in part.
    Reordered,
}

impl Unflushed {
    /// Every way.
    pub const ALL: [Unflushed; 3] = [Unflushed::Kept, Unflushed::Lost, Unflushed::Reordered];
}

/// A disk in memory with a log and with faults.
#[derive(Debug, Default)]
pub struct Disk {
    inner: RefCell<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    files: Files,
    log: Vec<Op>,
    locked: BTreeSet<String>,
    fail: BTreeMap<usize, VfsError>,
    corrupt: BTreeSet<usize>,
    quota: Option<u64>,
    room: Option<u64>,
    denied: bool,
    short: Option<Random>,
    asked: usize,
}

impl Disk {
    /// An empty disk without faults.
    pub fn new() -> Disk {
        Disk::default()
    }

    /// A disk with these files.
    pub fn of(files: Files) -> Disk {
        let disk = Disk::new();
        disk.inner.borrow_mut().files = files;
        disk
    }

    /// The files as they are, flushed or not.
    pub fn files(&self) -> Files {
        self.inner.borrow().files.clone()
    }

    /// What was asked so far; refused changes are not in it.
    pub fn log(&self) -> Vec<Op> {
        self.inner.borrow().log.clone()
    }

    /// How many changes are in the log.
    pub fn changes(&self) -> usize {
        self.inner.borrow().log.len()
    }

    /// How many changes were asked for, refused ones included.
    pub fn asked(&self) -> usize {
        self.inner.borrow().asked
    }

    /// Writes take fewer bytes than they are given, by this seed.
    pub fn write_short(&self, seed: u64) {
        self.inner.borrow_mut().short = Some(Random::named(seed, "short writes", 0));
    }

    /// The change number `ask`, counted from 0 over all that were asked, is refused.
    pub fn fail(&self, ask: usize, error: VfsError) {
        self.inner.borrow_mut().fail.insert(ask, error);
    }

    /// The write number `ask` puts a wrong bit on the disk and says nothing.
    pub fn corrupt(&self, ask: usize) {
        self.inner.borrow_mut().corrupt.insert(ask);
    }

    /// Refuses writes that make all files together longer than this.
    pub fn set_quota(&self, bytes: Option<u64>) {
        self.inner.borrow_mut().quota = bytes;
    }

    /// What the disk says is free.
    pub fn set_room(&self, bytes: Option<u64>) {
        self.inner.borrow_mut().room = bytes;
    }

    /// Somebody else holds a file, or lets go of it.
    pub fn lock(&self, file: &str, held: bool) {
        let mut inner = self.inner.borrow_mut();
        if held {
            inner.locked.insert(file.to_owned());
        } else {
            inner.locked.remove(file);
        }
    }

    /// Storage as a whole is refused.
    pub fn deny(&self, denied: bool) {
        self.inner.borrow_mut().denied = denied;
    }

    /// Flips one bit of a file.
    pub fn flip(&self, file: &str, byte: usize, bit: u8) {
        let mut inner = self.inner.borrow_mut();
        if let Some(byte) = inner
            .files
            .get_mut(file)
            .and_then(|bytes| bytes.get_mut(byte))
        {
            *byte ^= 1 << (bit % 8);
        }
    }

    /// Cuts a file off.
    pub fn truncate(&self, file: &str, length: usize) {
        let mut inner = self.inner.borrow_mut();
        if let Some(bytes) = inner.files.get_mut(file) {
            bytes.truncate(length);
        }
    }
}

impl Inner {
    fn reach(&self, file: &str) -> Result<(), VfsError> {
        if self.denied {
            return Err(VfsError::Denied);
        }
        match self.locked.contains(file) {
            true => Err(VfsError::Locked),
            false => Ok(()),
        }
    }

    /// Counts a change and refuses it when it was told to.
    fn ask(&mut self, file: &str) -> Result<usize, VfsError> {
        let ask = self.asked;
        self.asked += 1;
        self.reach(file)?;
        match self.fail.get(&ask) {
            Some(error) => Err(error.clone()),
            None => Ok(ask),
        }
    }

    fn used(&self) -> u64 {
        self.files.values().map(|bytes| bytes.len() as u64).sum()
    }
}

impl Vfs for Disk {
    async fn list(&self) -> Result<Vec<FileInfo>, VfsError> {
        let inner = self.inner.borrow();
        inner.reach("")?;
        let info = |(name, bytes): (&String, &Vec<u8>)| FileInfo {
            name: name.clone(),
            size: bytes.len() as u64,
        };
        Ok(inner.files.iter().map(info).collect())
    }

    async fn size(&self, name: &str) -> Result<u64, VfsError> {
        let inner = self.inner.borrow();
        inner.reach(name)?;
        let bytes = inner.files.get(name).ok_or(VfsError::Gone)?;
        Ok(bytes.len() as u64)
    }

    async fn read(&self, name: &str, at: u64, into: &mut [u8]) -> Result<usize, VfsError> {
        let inner = self.inner.borrow();
        inner.reach(name)?;
        let bytes = inner.files.get(name).ok_or(VfsError::Gone)?;
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        Ok(copied(bytes.get(at..).unwrap_or_default(), into))
    }

    async fn create(&self, name: &str) -> Result<(), VfsError> {
        let mut inner = self.inner.borrow_mut();
        inner.ask(name)?;
        inner.files.insert(name.to_owned(), Vec::new());
        inner.log.push(Op::Create(name.to_owned()));
        Ok(())
    }

    async fn write(&self, name: &str, at: u64, bytes: &[u8]) -> Result<usize, VfsError> {
        let mut inner = self.inner.borrow_mut();
        let ask = inner.ask(name)?;
        let length = match &mut inner.short {
            // Half of the writes are whole.
            Some(random) => (1 + random.below(2 * bytes.len())).min(bytes.len()),
            None => bytes.len(),
        };
        let room = inner.quota.map(|quota| quota.saturating_sub(inner.used()));
        if room.is_some_and(|room| room < length as u64) {
            return Err(VfsError::QuotaExceeded);
        }
        let mut bytes = bytes.get(..length).unwrap_or(bytes).to_vec();
        if inner.corrupt.contains(&ask)
            && let Some(byte) = bytes.first_mut()
        {
            *byte ^= 1;
        }
        let file = inner.files.get_mut(name).ok_or(VfsError::Gone)?;
        put(file, at, &bytes).ok_or(VfsError::QuotaExceeded)?;
        let length = bytes.len();
        inner.log.push(Op::Write(name.to_owned(), at, bytes));
        Ok(length)
    }

    async fn flush(&self, name: &str) -> Result<(), VfsError> {
        let mut inner = self.inner.borrow_mut();
        inner.ask(name)?;
        inner.log.push(Op::Flush(name.to_owned()));
        Ok(())
    }

    async fn remove(&self, name: &str) -> Result<(), VfsError> {
        let mut inner = self.inner.borrow_mut();
        inner.ask(name)?;
        inner.files.remove(name);
        inner.log.push(Op::Remove(name.to_owned()));
        Ok(())
    }

    async fn room(&self) -> Result<Option<u64>, VfsError> {
        let inner = self.inner.borrow();
        inner.reach("")?;
        Ok(inner.room)
    }
}

/// Follows a log change by change and says what a crash would leave.
#[derive(Clone, Debug, Default)]
pub struct Power {
    durable: Files,
    pending: Vec<Op>,
}

impl Power {
    /// Before the first change.
    pub fn new() -> Power {
        Power::default()
    }

    /// A disk that has these files, and durably.
    pub fn of(files: Files) -> Power {
        Power {
            durable: files,
            pending: Vec::new(),
        }
    }

    /// What is safe whatever happens next.
    pub fn durable(&self) -> &Files {
        &self.durable
    }

    /// One change more is done. A flush makes durable what was asked of that file, and nothing else.
    pub fn done(&mut self, op: &Op) {
        let Op::Flush(file) = op else {
            self.pending.push(op.clone());
            return;
        };
        let (flushed, rest) = std::mem::take(&mut self.pending)
            .into_iter()
            .partition(|pending| pending.file() == file);
        self.pending = rest;
        let flushed: Vec<Op> = flushed;
        for op in &flushed {
            apply(&mut self.durable, op);
        }
    }

    /// What is on the disk when the power goes during `op`.
    pub fn cut(&self, op: Option<&Op>, torn: Torn, unflushed: Unflushed, seed: u64) -> Files {
        let mut random = Random::named(seed, "power", 0);
        let mut files = self.durable.clone();
        let mut last = op.cloned();
        if let Some(Op::Write(_, _, bytes)) = &mut last {
            let length = torn.of(bytes.len());
            bytes.truncate(length);
        }
        for op in self.pending.iter().chain(&last) {
            match unflushed {
                Unflushed::Kept => apply(&mut files, op),
                Unflushed::Lost => {}
                Unflushed::Reordered => {
                    let mut op = op.clone();
                    if let Op::Write(_, _, bytes) = &mut op
                        && random.chance(0.3)
                    {
                        let length = random.below(bytes.len() + 1);
                        bytes.truncate(length);
                    }
                    if random.chance(0.5) {
                        apply(&mut files, &op);
                    }
                }
            }
        }
        files
    }
}

fn apply(files: &mut Files, op: &Op) {
    match op {
        Op::Create(file) => {
            files.insert(file.clone(), Vec::new());
        }
        Op::Write(file, at, bytes) => {
            // Without its entry in the folder a write is nowhere.
            if let Some(content) = files.get_mut(file) {
                let _ = put(content, *at, bytes);
            }
        }
        Op::Flush(_) => {}
        Op::Remove(file) => {
            files.remove(file);
        }
    }
}
