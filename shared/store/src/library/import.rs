//! An exported library taken in: everything is verified before anything is committed.

use super::Library;
use super::export::LIST;
use super::types::{Archive, Conflict, Imported, Write};
use super::zip::{self, bad, no_library};
use crate::SCHEMA;
use crate::error::{ArchiveError, Error};
use crate::manifest::{Record, Slot, State, decode};
use crate::parquet::{self, ParquetError};
use crate::series::{SegmentEntry, SeriesId};
use crate::vfs::Vfs;
use domain::{Bars, Digest, Ts};
use std::collections::BTreeMap;

impl<V: Vfs> Library<V> {
    /// Takes an exported library in, as one commit or not at all. Every hash is verified first. A series that is not here is
    /// taken as it is; one that is here is merged bar by bar as [`Library::append`] does, its gap policy and note stay.
    pub async fn import<A: Archive>(
        &mut self,
        archive: A,
        now: Ts,
        conflict: Conflict,
    ) -> Result<Imported, Error> {
        let mut next = self.state.clone();
        match self.import_into(&mut next, &archive, now, conflict).await {
            Ok(mut imported) => {
                imported.generation = self.commit(next).await?;
                Ok(imported)
            }
            Err(error) => {
                self.discard().await;
                Err(error)
            }
        }
    }

    async fn import_into<A: Archive>(
        &mut self,
        next: &mut State,
        archive: &A,
        now: Ts,
        conflict: Conflict,
    ) -> Result<Imported, Error> {
        let entries = zip::directory(archive).await?;
        let list = list(archive, &entries).await?;
        let mut imported = Imported::default();
        for (id, theirs) in &list.series {
            let before = next.series.get(id).map(|record| record.entry.hash);
            if before == Some(theirs.entry.hash) {
                // Verified all the same: whoever imports a backup wants to know that it is one.
                for segment in &theirs.segments {
                    open_segment(archive, &entries, *id, segment).await?;
                }
                imported.same.push(*id);
                continue;
            }
            let how = Write {
                now,
                source: theirs.entry.source.clone(),
                duplicates: 0,
                calendar: before.is_none().then_some(theirs.entry.calendar),
                conflict,
            };
            for segment in &theirs.segments {
                let bars = open_segment(archive, &entries, *id, segment).await?;
                self.merge_into(next, *id, &bars, &how, true).await?;
            }
            let Some(ours) = next.series.get_mut(id) else {
                continue;
            };
            match before {
                None => {
                    take_over(ours, theirs);
                    imported.new.push(*id);
                }
                Some(before) if before == ours.entry.hash => imported.same.push(*id),
                Some(_) => imported.grown.push(*id),
            }
        }
        Ok(imported)
    }
}

/// What the owner had set, and where the bars came from.
fn take_over(ours: &mut Record, theirs: &Record) {
    ours.entry.gap_policy = theirs.entry.gap_policy;
    ours.entry.note.clone_from(&theirs.entry.note);
    ours.entry.duplicates = theirs.entry.duplicates;
    ours.entry.updated = theirs.entry.updated;
}

async fn list<A: Archive>(
    archive: &A,
    entries: &BTreeMap<String, zip::Entry>,
) -> Result<State, Error> {
    let entry = entries
        .get(LIST)
        .ok_or_else(|| no_library("it is a zip file without a list of series"))?;
    match decode(&zip::read(archive, LIST, *entry).await?) {
        Slot::Whole(_, state) => Ok(*state),
        Slot::TooNew(schema) => Err(Error::TooNew {
            file: LIST.to_owned(),
            schema,
            known: SCHEMA,
        }),
        Slot::Damaged(why) => Err(bad(LIST, &why)),
    }
}

/// The bars of one segment, by the hash that the list has.
async fn open_segment<A: Archive>(
    archive: &A,
    entries: &BTreeMap<String, zip::Entry>,
    id: SeriesId,
    segment: &SegmentEntry,
) -> Result<Bars, Error> {
    let name = segment.file.as_str();
    let entry = entries.get(name).ok_or_else(|| ArchiveError::Missing {
        part: name.to_owned(),
    })?;
    let bytes = zip::read(archive, name, *entry).await?;
    if Digest::of(&bytes) != segment.sha256 {
        return Err(bad(name, "its hash is not the one in the list"));
    }
    let ours = parquet::read(&bytes).map_err(|cause| match cause {
        ParquetError::TooNew { schema, known } => Error::TooNew {
            file: name.to_owned(),
            schema,
            known,
        },
        cause => bad(name, &cause.to_string()),
    })?;
    if ours.id != id {
        return Err(bad(
            name,
            &format!("it holds {}, the list says {id}", ours.id),
        ));
    }
    Ok(ours.bars)
}
