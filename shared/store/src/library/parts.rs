//! Bars of a series segment by segment, so that nobody who passes them on has to hold them twice.

use super::read::{AHEAD, encloses};
use super::{Library, segment};
use crate::error::Error;
use crate::series::{GapPolicy, SegmentEntry, SeriesId};
use crate::vfs::Vfs;
use domain::{Bars, Span};
use std::collections::VecDeque;

/// What [`Library::load`] gives, oldest first and in pieces; how much it is is known before the first of them.
#[derive(Debug)]
pub struct Parts<'a, V> {
    library: &'a Library<V>,
    id: SeriesId,
    pieces: VecDeque<Piece<'a>>,
    /// Pieces whose files are open.
    ahead: usize,
    rows: usize,
    span: Option<Span>,
}

#[derive(Debug)]
enum Piece<'a> {
    /// Has been read already.
    Bars(Bars),
    /// A whole segment that is still on the disk.
    Segment(&'a SegmentEntry),
}

impl<V: Vfs> Library<V> {
    /// Like [`Library::load`], piece by piece; damage is said by the piece that has it.
    pub async fn parts(&self, id: SeriesId, span: Option<Span>) -> Result<Parts<'_, V>, Error> {
        let record = self.record(id)?;
        let mut parts = Parts {
            library: self,
            id,
            pieces: VecDeque::new(),
            ahead: 0,
            rows: 0,
            span: None,
        };
        if record.entry.gap_policy == GapPolicy::FillForward {
            // What is made up depends on what comes before and after.
            parts.add_bars(self.load(id, span).await?.bars);
            return Ok(parts);
        }
        for entry in self.touching(record, span) {
            if span.is_none_or(|span| encloses(span, entry.span)) {
                parts.count(entry.bars as usize, entry.span);
                parts.pieces.push_back(Piece::Segment(entry));
                continue;
            }
            let bars = segment::load(&self.vfs, id, entry, false).await?;
            let rows = span.map_or(0..bars.len(), |span| bars.rows_in(span));
            parts.add_bars(bars.slice(rows));
        }
        Ok(parts)
    }

    /// Says of which series bars are read next: their files are opened together. One that is not there has none.
    pub async fn soon(&self, wanted: &[(SeriesId, Option<Span>)]) {
        let files = |(id, span): &(SeriesId, Option<Span>)| {
            let record = self.record(*id).ok()?;
            Some(self.touching(record, *span))
        };
        let files = wanted.iter().filter_map(files).flatten();
        let files: Vec<&str> = files.map(|entry| entry.file.as_str()).collect();
        self.vfs.soon(&files).await;
    }
}

impl<V: Vfs> Parts<'_, V> {
    /// How many bars come in all.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// From the first open to the last close of all of them; `None` when none comes.
    pub fn span(&self) -> Option<Span> {
        self.span
    }

    /// The next bars; `None` when all have come.
    pub async fn next(&mut self) -> Result<Option<Bars>, Error> {
        match self.pieces.pop_front() {
            None => Ok(None),
            Some(Piece::Bars(bars)) => Ok(Some(bars)),
            Some(Piece::Segment(entry)) => {
                if self.ahead == 0 {
                    self.open_ahead(entry).await;
                }
                self.ahead = self.ahead.saturating_sub(1);
                let bars = segment::load(&self.library.vfs, self.id, entry, false).await?;
                Ok(Some(bars))
            }
        }
    }

    async fn open_ahead(&mut self, first: &SegmentEntry) {
        let others = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Segment(entry) => Some(entry.file.as_str()),
            Piece::Bars(_) => None,
        });
        let files: Vec<&str> = std::iter::once(first.file.as_str())
            .chain(others)
            .take(AHEAD)
            .collect();
        self.library.vfs.soon(&files).await;
        self.ahead = files.len();
    }

    fn add_bars(&mut self, bars: Bars) {
        if let Some(span) = bars.span() {
            self.count(bars.len(), span);
            self.pieces.push_back(Piece::Bars(bars));
        }
    }

    fn count(&mut self, rows: usize, span: Span) {
        self.rows += rows;
        let start = self.span.map_or(span.start, |all| all.start);
        let end = span.end;
        self.span = Some(Span { start, end });
    }
}
