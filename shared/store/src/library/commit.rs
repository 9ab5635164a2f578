//! The commit: verified segments first, then the older slot, then what both slots are past is removed.

use super::segment::Made;
use super::{Library, RESERVE_BYTES, files};
use crate::error::Error;
use crate::manifest::{SLOTS, State, encode};
use crate::series::SegmentEntry;
use crate::vfs::{Vfs, VfsError};

impl<V: Vfs> Library<V> {
    /// Makes a state the open one, unless it is already; the generation that holds it, if one was made.
    pub(super) async fn commit(&mut self, next: State) -> Result<Option<u64>, Error> {
        if next == self.state {
            self.discard().await;
            return Ok(None);
        }
        self.write_slot(next).await.map(Some)
    }

    /// Writes the older slot. When that fails nobody knows what it holds, so the segments it may refer to stay until a later
    /// commit has written it.
    pub(super) async fn write_slot(&mut self, next: State) -> Result<u64, Error> {
        self.stray.extend(self.staged.drain(..));
        let target = 1 - self.current.min(1);
        let file = SLOTS.get(target).copied().unwrap_or_default();
        let generation = self.generation + 1;
        let bytes = encode(generation, &next).map_err(|error| Error::Disk {
            file: file.to_owned(),
            cause: VfsError::Io(error.to_string()),
        })?;
        let was = self.kept.get_mut(target).and_then(Option::take);
        self.stray.extend(was.into_iter().flatten());
        files::write(&self.vfs, file, &bytes).await?;
        if let Some(kept) = self.kept.get_mut(target) {
            *kept = Some(next.files());
        }
        self.generation = generation;
        self.current = target;
        self.state = next;
        self.unsettled = false;
        self.sweep().await;
        Ok(generation)
    }

    /// Writes a segment and verifies it; one that is there already is not written again.
    pub(super) async fn stage(&mut self, made: Made) -> Result<SegmentEntry, Error> {
        self.expect(&made);
        self.put(&made).await?;
        Ok(made.entry)
    }

    /// Notes that a segment is about to be written: when the change ends badly it is removed.
    pub(super) fn expect(&mut self, made: &Made) {
        if !self.is_kept(&made.entry.file) {
            self.staged.push(made.entry.file.clone());
        }
    }

    /// Writes a segment that was noted and verifies it; one that is there already is not written again.
    pub(super) async fn put(&self, made: &Made) -> Result<(), Error> {
        let Made { entry, bytes } = made;
        // A file that nothing refers to can be written over, whatever it holds: asking for it would only take time.
        let referred = self.is_kept(&entry.file);
        if referred && files::is(&self.vfs, &entry.file, bytes).await? {
            return Ok(());
        }
        self.check_room(entry.bytes).await?;
        match files::write(&self.vfs, &entry.file, bytes).await {
            Ok(()) => Ok(()),
            Err(error) => {
                // Its own half file first: on a full disk that is what makes room again.
                if !referred {
                    let _ = self.vfs.remove(&entry.file).await;
                }
                Err(error)
            }
        }
    }

    /// Removes the segments of a change that will not be committed: no slot refers to them.
    pub(super) async fn discard(&mut self) {
        for file in std::mem::take(&mut self.staged) {
            if self.vfs.remove(&file).await.is_err() {
                self.stray.insert(file);
            }
        }
    }

    /// Is it one of the files that a slot refers to, or may refer to?
    fn is_kept(&self, file: &str) -> bool {
        let may = |kept: &Option<std::collections::BTreeSet<String>>| {
            kept.as_ref().is_none_or(|kept| kept.contains(file))
        };
        self.kept.iter().any(may)
    }

    /// Removes what neither slot refers to. A file that can't be removed now is tried again after the next commit.
    async fn sweep(&mut self) {
        let loose = |file: &&String| !self.is_kept(file);
        let files: Vec<String> = self.stray.iter().filter(loose).cloned().collect();
        for file in files {
            if self.vfs.remove(&file).await.is_ok() {
                self.stray.remove(&file);
            }
        }
    }

    pub(super) async fn check_room(&self, needed: u64) -> Result<(), Error> {
        let left = files::at("", self.vfs.room().await)?;
        match left {
            Some(left) if left < needed.saturating_add(RESERVE_BYTES) => Err(Error::NoRoom {
                needed,
                left,
                reserve: RESERVE_BYTES,
            }),
            _ => Ok(()),
        }
    }
}
