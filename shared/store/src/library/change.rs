//! Changes that leave the bars as they are: delete, rename, gap policy, market hours, note.

use super::types::{Conflict, Write};
use super::{Library, segment};
use crate::error::Error;
use crate::manifest::{Record, State};
use crate::series::{GapPolicy, SeriesEntry, SeriesId};
use crate::vfs::Vfs;
use domain::{Calendar, Ts};

/// Characters of a note.
const LONGEST_NOTE: usize = 500;

impl<V: Vfs> Library<V> {
    /// Deletes a series. Its files go one commit later.
    pub async fn delete(&mut self, id: SeriesId, now: Ts) -> Result<(), Error> {
        let _ = now;
        let mut next = self.state.clone();
        next.series.remove(&id).ok_or(Error::Unknown(id))?;
        self.commit(next).await.map(|_| ())
    }

    /// Gives a series another venue or symbol, in its files too; the timeframe can't change.
    pub async fn rename(&mut self, from: SeriesId, to: SeriesId, now: Ts) -> Result<(), Error> {
        let mut next = self.state.clone();
        match self.rename_in(&mut next, from, to, now).await {
            Ok(()) => self.commit(next).await.map(|_| ()),
            Err(error) => {
                self.discard().await;
                Err(error)
            }
        }
    }

    async fn rename_in(
        &mut self,
        next: &mut State,
        from: SeriesId,
        to: SeriesId,
        now: Ts,
    ) -> Result<(), Error> {
        if from.timeframe != to.timeframe {
            let (id, got) = (from, to.timeframe);
            return Err(Error::Timeframe { id, got });
        }
        if from == to {
            return Ok(());
        }
        if next.series.contains_key(&to) {
            return Err(Error::Taken(to));
        }
        let old = next.series.remove(&from).ok_or(Error::Unknown(from))?;
        let calendar = old.entry.calendar;
        let mut segments = Vec::with_capacity(old.segments.len());
        for entry in &old.segments {
            let bars = segment::load(&self.vfs, from, entry, true).await?;
            if let Some(made) = segment::make(&self.vfs, to, entry.period, &bars, calendar).await? {
                next.written_since += made.entry.bytes;
                segments.push(self.stage(made).await?);
            }
        }
        let how = Write {
            now,
            source: old.entry.source.clone(),
            duplicates: 0,
            calendar: None,
            conflict: Conflict::Refuse,
        };
        let record = Record::new(to, segments, calendar, &how, Some(old));
        next.series.extend(record.map(|record| (to, record)));
        Ok(())
    }

    /// Chooses what a load does with missing bars.
    pub async fn set_gap_policy(
        &mut self,
        id: SeriesId,
        policy: GapPolicy,
        now: Ts,
    ) -> Result<(), Error> {
        let _ = now;
        self.set(id, |entry| entry.gap_policy = policy).await
    }

    /// Chooses when the market of a series is open, where its venue doesn't say: what is missing is counted anew, and bars are
    /// named anew, since a load may fill other gaps.
    pub async fn set_calendar(&mut self, id: SeriesId, calendar: Calendar) -> Result<(), Error> {
        if let Some(own) = id.venue.calendar() {
            return Err(Error::OwnHours { id, own });
        }
        let mut next = self.state.clone();
        let old = next.series.remove(&id).ok_or(Error::Unknown(id))?;
        if old.entry.calendar == calendar {
            return Ok(());
        }
        let mut segments = old.segments.clone();
        segment::recount(&self.vfs, id, calendar, segments.iter_mut()).await?;
        let how = Write {
            now: old.entry.updated,
            source: old.entry.source.clone(),
            duplicates: 0,
            calendar: None,
            conflict: Conflict::Refuse,
        };
        let record = Record::new(id, segments, calendar, &how, Some(old));
        next.series.extend(record.map(|record| (id, record)));
        self.commit(next).await.map(|_| ())
    }

    /// Sets the owner's line; at most 500 characters are kept.
    pub async fn set_note(&mut self, id: SeriesId, note: &str, now: Ts) -> Result<(), Error> {
        let _ = now;
        let note: String = note.chars().take(LONGEST_NOTE).collect();
        self.set(id, |entry| entry.note = note).await
    }

    /// Remembers that an export was kept.
    pub async fn exported(&mut self, now: Ts) -> Result<(), Error> {
        let mut next = self.state.clone();
        next.exported = Some(now);
        next.written_since = 0;
        self.commit(next).await.map(|_| ())
    }

    async fn set(&mut self, id: SeriesId, set: impl FnOnce(&mut SeriesEntry)) -> Result<(), Error> {
        let mut next = self.state.clone();
        let record = next.series.get_mut(&id).ok_or(Error::Unknown(id))?;
        set(&mut record.entry);
        self.commit(next).await.map(|_| ())
    }
}
