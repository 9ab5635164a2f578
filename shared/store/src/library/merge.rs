//! Bars into a series: what overlaps must match, and only segments that change are written.

use super::Library;
use super::both::both;
use super::incoming::Incoming;
use super::segment::{self, Made};
use super::types::{Appended, Conflict, Write};
use crate::error::Error;
use crate::manifest::{Record, State};
use crate::period::Period;
use crate::quality::{Grid, calendar_of, coverage};
use crate::series::{GapPolicy, SegmentEntry, SeriesEntry, SeriesId};
use crate::vfs::Vfs;
use domain::{Bar, Bars, Calendar, Digest, Span, Ts, Venue};
use std::collections::BTreeMap;
use std::ops::Range;

impl<V: Vfs> Library<V> {
    /// Merges bars into a series, which may be new. Bars with the time of a stored one must equal it, or else
    /// [`Conflict`] says; a bar that was made up never stands against one that was traded. The same bars twice change nothing
    /// and make no generation. Only segments that change are written.
    pub async fn append(
        &mut self,
        id: SeriesId,
        bars: &impl Incoming,
        how: Write,
    ) -> Result<Appended, Error> {
        self.keep(id, bars, how, true).await
    }

    /// Replaces all bars of a series, which may be new; gap policy and note stay.
    pub async fn replace(
        &mut self,
        id: SeriesId,
        bars: &impl Incoming,
        how: Write,
    ) -> Result<Appended, Error> {
        if bars.open_time().is_empty() {
            return Err(Error::Empty(id));
        }
        self.keep(id, bars, how, false).await
    }

    async fn keep(
        &mut self,
        id: SeriesId,
        bars: &impl Incoming,
        how: Write,
        merging: bool,
    ) -> Result<Appended, Error> {
        let mut next = self.state.clone();
        match self.merge_into(&mut next, id, bars, &how, merging).await {
            Ok(mut appended) => {
                appended.generation = self.commit(next).await?;
                Ok(appended)
            }
            Err(error) => {
                self.discard().await;
                Err(error)
            }
        }
    }

    /// Merges bars into a state that is not committed yet: segments are written, the list is not.
    pub(super) async fn merge_into(
        &mut self,
        next: &mut State,
        id: SeriesId,
        bars: &impl Incoming,
        how: &Write,
        merging: bool,
    ) -> Result<Appended, Error> {
        let mut appended = Appended::default();
        if bars.timeframe() != id.timeframe {
            let got = bars.timeframe();
            return Err(Error::Timeframe { id, got });
        }
        let old = next.series.get(&id).cloned();
        if bars.open_time().is_empty() && (old.is_none() || how.calendar.is_none()) {
            return Ok(appended);
        }
        let calendar = calendar(id, bars, how, old.as_ref());
        let there: BTreeMap<Period, SegmentEntry> = old
            .iter()
            .flat_map(|record| &record.segments)
            .map(|segment| (segment.period, segment.clone()))
            .collect();
        let mut segments = if merging {
            there.clone()
        } else {
            BTreeMap::new()
        };
        let mut before: Option<Made> = None;
        for (period, rows) in periods(bars) {
            let stored = there.get(&period).filter(|_| merging);
            let merging = async {
                let incoming = bars.rows(rows);
                let incoming = incoming.map_err(|cause| Error::Bars { id, cause })?;
                let merged = match stored {
                    Some(entry) => {
                        let stored = segment::load(&self.vfs, id, entry, false).await?;
                        merge(id, stored, incoming, how.conflict, &mut appended)?
                    }
                    None => {
                        appended.added += incoming.len() as u64;
                        Some(incoming)
                    }
                };
                match merged {
                    Some(bars) => segment::make(&self.vfs, id, period, &bars, calendar).await,
                    None => Ok(None),
                }
            };
            let writing = async {
                match &before {
                    Some(made) => self.put(made).await,
                    None => Ok(()),
                }
            };
            // The file of one period is on its way while the next is packed.
            let (written, made) = both(writing, merging).await;
            written?;
            before = made?;
            if let Some(made) = &before {
                self.expect(made);
                let entry = made.entry.clone();
                if there.get(&period).is_none_or(|old| old.file != entry.file) {
                    appended.segments += 1;
                    next.written_since += entry.bytes;
                }
                segments.insert(period, entry);
            }
        }
        if let Some(made) = &before {
            self.put(made).await?;
        }
        let other_hours = old
            .as_ref()
            .is_some_and(|old| old.entry.calendar != calendar);
        if other_hours {
            segment::recount(&self.vfs, id, calendar, segments.values_mut()).await?;
        }
        // Other hours may miss the same bars, and still count a year in other days.
        if segments != there || other_hours {
            let segments = segments.into_values().collect();
            if let Some(record) = Record::new(id, segments, calendar, how, old) {
                next.series.insert(id, record);
            }
        }
        Ok(appended)
    }
}

impl Record {
    /// A series of these segments; `None` when there is none.
    pub(crate) fn new(
        id: SeriesId,
        segments: Vec<SegmentEntry>,
        calendar: Calendar,
        how: &Write,
        old: Option<Record>,
    ) -> Option<Record> {
        let span = Span {
            start: segments.first()?.span.start,
            end: segments.last()?.span.end,
        };
        let parts: Vec<_> = segments
            .iter()
            .map(|segment| (segment.span, &segment.coverage))
            .collect();
        let old = old.map(|record| record.entry);
        let entry = SeriesEntry {
            id,
            span,
            bars: segments.iter().map(|segment| segment.bars).sum(),
            bytes: segments.iter().map(|segment| segment.bytes).sum(),
            updated: how.now,
            source: how.source.clone(),
            hash: Digest::of_parts(segments.iter().map(|segment| &segment.sha256.0[..])),
            calendar,
            coverage: coverage::of_series(&Grid::new(id.timeframe, calendar), &parts),
            duplicates: old.as_ref().map_or(0, |old| old.duplicates) + how.duplicates,
            outliers: segments.iter().map(|segment| segment.outliers).sum(),
            gap_policy: old.as_ref().map_or(GapPolicy::Leave, |old| old.gap_policy),
            note: old.map_or_else(String::new, |old| old.note),
        };
        Some(Record { entry, segments })
    }
}

/// Rows of each period, in order. Where a period ends is searched for: asking the calendar about each row takes longer than
/// packing it.
fn periods(bars: &impl Incoming) -> Vec<(Period, Range<usize>)> {
    let of = |open: &i64| Period::of(bars.timeframe(), Ts(*open));
    let mut found = Vec::new();
    let mut start = 0;
    while let Some((first, rest)) = bars
        .open_time()
        .get(start..)
        .and_then(|rows| rows.split_first())
    {
        let period = of(first);
        let end = start + 1 + rest.partition_point(|open| of(open) == period);
        found.push((period, start..end));
        start = end;
    }
    found
}

/// Stored and incoming bars as one; `None` when that is what is stored.
fn merge(
    id: SeriesId,
    stored: Bars,
    incoming: Bars,
    conflict: Conflict,
    appended: &mut Appended,
) -> Result<Option<Bars>, Error> {
    let invalid = |cause| Error::Bars { id, cause };
    if stored.span().map(|span| span.end) <= incoming.span().map(|span| span.start) {
        appended.added += incoming.len() as u64;
        let mut whole = stored;
        whole.extend(&incoming).map_err(invalid)?;
        return Ok(Some(whole));
    }
    let mut merged = Bars::new(stored.timeframe());
    let (mut old, mut new) = (stored.iter().peekable(), incoming.iter().peekable());
    let mut changed = false;
    loop {
        let bar = match (old.peek().copied(), new.peek().copied()) {
            (None, None) => break,
            (Some(bar), None) => {
                old.next();
                bar
            }
            (None, Some(bar)) => {
                new.next();
                appended.added += 1;
                changed = true;
                bar
            }
            (Some(bar), Some(other)) if bar.open_time < other.open_time => {
                old.next();
                bar
            }
            (Some(bar), Some(other)) if other.open_time < bar.open_time => {
                new.next();
                appended.added += 1;
                changed = true;
                other
            }
            (Some(bar), Some(other)) => {
                old.next();
                new.next();
                let kept = choose(id, bar, other, conflict, appended)?;
                changed |= kept != bar;
                kept
            }
        };
        merged.push(bar).map_err(invalid)?;
    }
    Ok(changed.then_some(merged))
}

/// Which of two bars of one time stays.
fn choose(
    id: SeriesId,
    stored: Bar,
    incoming: Bar,
    conflict: Conflict,
    appended: &mut Appended,
) -> Result<Bar, Error> {
    if stored == incoming || (incoming.made_up && !stored.made_up) {
        appended.same += 1;
        return Ok(stored);
    }
    if stored.made_up && !incoming.made_up {
        appended.added += 1;
        return Ok(incoming);
    }
    appended.differed += 1;
    match conflict {
        Conflict::KeepStored => Ok(stored),
        Conflict::TakeIncoming => Ok(incoming),
        Conflict::Refuse => Err(Error::Overlap {
            id,
            stored: Box::new(stored),
            incoming: Box::new(incoming),
        }),
    }
}

/// When the market is open: as asked, as it was, as the venue says, or as the times of a file tell.
fn calendar(id: SeriesId, bars: &impl Incoming, how: &Write, old: Option<&Record>) -> Calendar {
    let known = how.calendar.or(old.map(|record| record.entry.calendar));
    known.unwrap_or_else(|| match id.venue {
        Venue::File => calendar_of(bars.open_time(), bars.timeframe()),
        venue => venue
            .instrument(id.symbol)
            .map_or(Calendar::AlwaysOpen, |instrument| instrument.calendar),
    })
}
