//! Looking after the disk: verify, drop what is damaged, write a damaged list again, collect orphans.

use super::types::{Conflict, Write};
use super::{Library, files, segment};
use crate::error::{Damage, Error};
use crate::manifest::Record;
use crate::period::SegmentName;
use crate::series::SeriesId;
use crate::vfs::Vfs;
use domain::Ts;
use domain::time::DAY_MS;
use std::collections::BTreeSet;

/// How long a file that nothing refers to is kept: somebody may want to rebuild a list that was damaged.
const ORPHANS_MS: i64 = DAY_MS;

impl<V: Vfs> Library<V> {
    /// Reads every segment of one series, or of all, and names each file that is not what it was.
    pub async fn verify(&self, only: Option<SeriesId>) -> Result<Vec<Damage>, Error> {
        let mut damaged = Vec::new();
        for (id, record) in &self.state.series {
            if only.is_some_and(|only| only != *id) {
                continue;
            }
            for entry in &record.segments {
                match segment::load(&self.vfs, *id, entry, true).await {
                    Err(Error::Damaged(damage)) => damaged.push(damage),
                    bars => {
                        bars?;
                    }
                }
            }
        }
        Ok(damaged)
    }

    /// Takes damaged segments out of the list, so that their bars can be downloaded again; gives what was taken out.
    pub async fn drop_damaged(&mut self, now: Ts) -> Result<Vec<Damage>, Error> {
        let damaged = self.verify(None).await?;
        let files: BTreeSet<&str> = damaged.iter().map(|damage| damage.file.as_str()).collect();
        let mut next = self.state.clone();
        for id in damaged.iter().filter_map(|damage| damage.id) {
            let Some(old) = next.series.remove(&id) else {
                continue;
            };
            let whole = |segment: &&crate::SegmentEntry| !files.contains(segment.file.as_str());
            let segments: Vec<_> = old.segments.iter().filter(whole).cloned().collect();
            let how = Write {
                now,
                source: old.entry.source.clone(),
                duplicates: 0,
                calendar: None,
                conflict: Conflict::Refuse,
            };
            let calendar = old.entry.calendar;
            let record = Record::new(id, segments, calendar, &how, Some(old));
            next.series.extend(record.map(|record| (id, record)));
        }
        self.commit(next).await?;
        Ok(damaged)
    }

    /// After opening: writes the list again when a slot was damaged or the list rebuilt, and removes files that nothing
    /// refers to and that were seen so for 24 hours. Gives the names of the files that are gone.
    pub async fn settle(&mut self, now: Ts) -> Result<Vec<String>, Error> {
        // Until both slots are whole nobody knows what the damaged one refers to.
        for _ in 0..self.kept.len() {
            if self.unsettled || self.kept.iter().any(Option::is_none) {
                self.write_slot(self.state.clone()).await?;
            }
        }
        let mut next = self.state.clone();
        let mut old_enough = Vec::new();
        let mut orphans = std::collections::BTreeMap::new();
        for name in files::at("", self.vfs.names().await)? {
            let referred = self
                .kept
                .iter()
                .any(|kept| kept.as_ref().is_none_or(|files| files.contains(&name)));
            if referred || SegmentName::parse(&name).is_none() {
                continue;
            }
            let seen = self.state.orphans.get(&name).copied().unwrap_or(now);
            if now.0.saturating_sub(seen.0) >= ORPHANS_MS {
                old_enough.push(name);
            } else {
                orphans.insert(name, seen);
            }
        }
        let mut gone = Vec::new();
        for file in old_enough {
            files::at(&file, self.vfs.remove(&file).await)?;
            gone.push(file);
        }
        next.orphans = orphans;
        self.commit(next).await?;
        Ok(gone)
    }
}
