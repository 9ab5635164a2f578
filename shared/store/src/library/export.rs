//! The whole library as one file.

use super::types::Sink;
use super::zip::{ZipWriter, bad};
use super::{Library, files, segment};
use crate::error::{Damage, Error};
use crate::manifest::encode;
use crate::vfs::Vfs;

/// Name of the list inside an exported library.
pub(super) const LIST: &str = "MANIFEST";

impl<V: Vfs> Library<V> {
    /// Writes the whole library as one zip file of stored entries, every segment verified on the way; bytes written. A damaged
    /// segment ends it with its name: drop it first, or restore it.
    pub async fn export<S: Sink>(&self, into: &mut S) -> Result<u64, Error> {
        let mut state = self.state.clone();
        state.orphans.clear();
        let list =
            encode(self.generation, &state).map_err(|error| bad(LIST, &error.to_string()))?;
        let mut zip = ZipWriter::default();
        zip.add(into, LIST, &list).await?;
        for (id, record) in &self.state.series {
            for entry in &record.segments {
                let damaged = |why: &str| {
                    Error::Damaged(Damage {
                        file: entry.file.clone(),
                        id: Some(*id),
                        why: why.to_owned(),
                    })
                };
                let bytes = files::read(&self.vfs, &entry.file).await?;
                let bytes = bytes.ok_or_else(|| damaged("it is gone"))?;
                let same = segment::checksum(&bytes) == entry.xxh64;
                if !same || self.vfs.sha256(&bytes).await != entry.sha256 {
                    return Err(damaged("its hash is wrong"));
                }
                zip.add(into, &entry.file, &bytes).await?;
            }
        }
        zip.finish(into).await
    }
}
