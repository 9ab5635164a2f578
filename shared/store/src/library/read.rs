//! Reading bars: segments verified, joined, and the gap policy applied.

use super::types::Loaded;
use super::{Library, segment};
use crate::error::{Damage, Error};
use crate::manifest::Record;
use crate::quality::fill::{FillError, fill_forward};
use crate::quality::{Gap, Grid, MOST_MADE_UP, coverage};
use crate::series::{GapPolicy, SegmentEntry, SeriesId};
use crate::vfs::Vfs;
use domain::{Bar, Bars, Span};

/// Segments whose files are opened ahead.
pub(super) const AHEAD: usize = 16;

impl<V: Vfs> Library<V> {
    /// Bars that open inside the span (all when `None`), the series' gap policy applied. A damaged segment is an error that
    /// names it: a run must never be silently short.
    pub async fn load(&self, id: SeriesId, span: Option<Span>) -> Result<Loaded, Error> {
        let policy = self.record(id)?.entry.gap_policy;
        self.load_with(id, span, policy).await
    }

    /// Like [`Library::load`] under another policy than the series'.
    pub async fn load_with(
        &self,
        id: SeriesId,
        span: Option<Span>,
        policy: GapPolicy,
    ) -> Result<Loaded, Error> {
        let (bars, damaged) = self.join(id, span, false).await?;
        self.apply(id, bars, policy, damaged)
    }

    /// What can still be read of a series, for a preview or an export: damaged segments are left out and named.
    pub async fn load_rest(&self, id: SeriesId, span: Option<Span>) -> Result<Loaded, Error> {
        let policy = self.record(id)?.entry.gap_policy;
        let (bars, damaged) = self.join(id, span, true).await?;
        self.apply(id, bars, policy, damaged)
    }

    /// Where bars are missing inside the span, oldest first, at most `limit` of them.
    pub async fn gaps(
        &self,
        id: SeriesId,
        span: Option<Span>,
        limit: usize,
    ) -> Result<Vec<Gap>, Error> {
        let entry = &self.record(id)?.entry;
        let grid = Grid::new(id.timeframe, entry.calendar);
        let (bars, _) = self.join(id, span, false).await?;
        let within = bars.span();
        Ok(within.map_or_else(Vec::new, |within| {
            coverage::gaps(&grid, &bars, within).take(limit).collect()
        }))
    }

    /// The last stored bar: a download starts with it again, and it must match.
    pub async fn last_bar(&self, id: SeriesId) -> Result<Option<Bar>, Error> {
        let Some(last) = self.segments(id).last() else {
            return Ok(None);
        };
        let bars = segment::load(&self.vfs, id, last, false).await?;
        Ok(bars.len().checked_sub(1).and_then(|row| bars.get(row)))
    }

    pub(super) fn record(&self, id: SeriesId) -> Result<&Record, Error> {
        self.state.series.get(&id).ok_or(Error::Unknown(id))
    }

    /// The segments of a series that hold bars of the span, oldest first.
    pub(super) fn touching<'a>(
        &self,
        record: &'a Record,
        span: Option<Span>,
    ) -> impl Iterator<Item = &'a SegmentEntry> + use<'a, V> {
        let touches = move |segment: &&SegmentEntry| {
            span.is_none_or(|span| segment.span.start < span.end && span.start < segment.span.end)
        };
        record.segments.iter().filter(touches)
    }

    async fn join(
        &self,
        id: SeriesId,
        span: Option<Span>,
        lenient: bool,
    ) -> Result<(Bars, Vec<Damage>), Error> {
        let record = self.record(id)?;
        let rows: u64 = self.touching(record, span).map(|entry| entry.bars).sum();
        let mut whole: Option<Bars> = None;
        let mut damaged = Vec::new();
        for (place, entry) in self.touching(record, span).enumerate() {
            if place % AHEAD == 0 {
                let next = self.touching(record, span).skip(place).take(AHEAD);
                let files: Vec<&str> = next.map(|entry| entry.file.as_str()).collect();
                self.vfs.soon(&files).await;
            }
            let bars = match segment::load(&self.vfs, id, entry, false).await {
                Err(Error::Damaged(damage)) if lenient => {
                    damaged.push(damage);
                    continue;
                }
                bars => bars?,
            };
            let bars = match span {
                Some(span) if !encloses(span, entry.span) => bars.slice(bars.rows_in(span)),
                _ => bars,
            };
            match &mut whole {
                None => {
                    let mut bars = bars;
                    // Growing as they come would copy most of them twice.
                    bars.reserve((rows as usize).saturating_sub(bars.len()));
                    whole = Some(bars);
                }
                Some(whole) => whole
                    .extend(&bars)
                    .map_err(|cause| Error::Bars { id, cause })?,
            }
        }
        let bars = whole.unwrap_or_else(|| Bars::new(id.timeframe));
        Ok((bars, damaged))
    }

    fn apply(
        &self,
        id: SeriesId,
        bars: Bars,
        policy: GapPolicy,
        damaged: Vec<Damage>,
    ) -> Result<Loaded, Error> {
        let grid = Grid::new(id.timeframe, self.record(id)?.entry.calendar);
        let gaps = match (policy, bars.span()) {
            (GapPolicy::Mark | GapPolicy::FillForward, Some(span)) => {
                coverage::gaps(&grid, &bars, span).collect()
            }
            _ => Vec::new(),
        };
        let (bars, made_up) = match policy {
            GapPolicy::FillForward if !gaps.is_empty() => {
                fill_forward(&grid, &bars).map_err(|error| match error {
                    FillError::TooMany(bars) => Error::TooManyMadeUp {
                        id,
                        bars,
                        allowed: MOST_MADE_UP,
                    },
                    FillError::Bars(cause) => Error::Bars { id, cause },
                })?
            }
            _ => (bars, 0),
        };
        Ok(Loaded {
            bars,
            gaps,
            made_up,
            damaged,
        })
    }
}

pub(super) fn encloses(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
