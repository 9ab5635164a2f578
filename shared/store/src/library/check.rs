//! Looking after the disk: verify, mend what is damaged, write a damaged list again, collect orphans.

use super::incoming::Incoming;
use super::types::{Appended, Write};
use super::{Library, files, segment};
use crate::error::{Damage, Error};
use crate::manifest::Record;
use crate::period::SegmentName;
use crate::series::SeriesId;
use crate::vfs::Vfs;
use domain::time::DAY_MS;
use domain::{Span, Ts};

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

    /// Puts bars into a series, each damaged segment that reaches into `span` giving way to them, in one commit; without bars
    /// the damaged segments are let go. Until then they stay listed, so that nobody takes what is missing for a gap. Whole
    /// segments are merged with as [`Library::append`] does. Gives what gave way.
    pub async fn mend(
        &mut self,
        id: SeriesId,
        span: Span,
        bars: &impl Incoming,
        how: Write,
    ) -> Result<(Vec<Damage>, Appended), Error> {
        let mut next = self.state.clone();
        let old = next.series.remove(&id).ok_or(Error::Unknown(id))?;
        let (mut whole, mut damaged) = (Vec::new(), Vec::new());
        for entry in &old.segments {
            let within = entry.span.start < span.end && span.start < entry.span.end;
            let read = match within {
                true => segment::load(&self.vfs, id, entry, true).await.map(drop),
                false => Ok(()),
            };
            match read {
                Err(Error::Damaged(damage)) => damaged.push(damage),
                read => {
                    read?;
                    whole.push(entry.clone());
                }
            }
        }
        let left = Write {
            duplicates: 0,
            ..how.clone()
        };
        let calendar = old.entry.calendar;
        let record = Record::new(id, whole, calendar, &left, Some(old.clone()));
        // Without a segment it still knows the policy and the note that the next one goes on with.
        let empty = Record {
            segments: Vec::new(),
            ..old
        };
        next.series.insert(id, record.unwrap_or(empty));
        match self.merge_into(&mut next, id, bars, &how, true).await {
            Ok(mut appended) => {
                next.series.retain(|_, record| !record.segments.is_empty());
                appended.generation = self.commit(next).await?;
                Ok((damaged, appended))
            }
            Err(error) => {
                self.discard().await;
                Err(error)
            }
        }
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
