//! One download: what is still wanted of a series, what has come of it, and what of that is kept.

use super::super::protocol::{Download, Kind, Progress, SeriesKey, Trouble};
use domain::{Bars, Span, Ts};
use serde::{Deserialize, Serialize};
use store::Period;
use venues::SeriesNo;

/// What has come is kept at the end of a segment, and at the latest after this long.
const KEEP_AFTER_MS: i64 = 2_000;

/// A download as it is written down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Which series.
    pub(super) key: SeriesKey,
    /// Stretches that are still wanted, the first under way from its start.
    pub(super) legs: Vec<Span>,
    /// All that was wanted.
    pub(super) whole: Span,
    /// Does it rest?
    pub(super) paused: bool,
    /// The first so many legs mend a damaged file each: what comes of one takes its place as a whole.
    pub(super) mends: u32,
}

/// A download of this session.
pub(super) struct Job {
    pub note: Note,
    /// Its place with its exchange.
    pub number: Option<SeriesNo>,
    pub progress: Progress,
    /// Bars that came and are not kept, and since when.
    waiting: Vec<Bars>,
    waiting_since: Ts,
    /// Are they to be kept at once?
    pub ripe: bool,
    /// Has all of the first leg come?
    pub leg_done: bool,
    kept_to: Option<Ts>,
    bars: u64,
    pub calls: (u64, u64),
    pub rate: f64,
    pub left: Option<f64>,
}

impl Job {
    pub fn new(note: Note) -> Job {
        let mut job = Job {
            progress: Progress::Paused,
            note,
            number: None,
            waiting: Vec::new(),
            waiting_since: Ts(0),
            ripe: false,
            leg_done: false,
            kept_to: None,
            bars: 0,
            calls: (0, 0),
            rate: 0.0,
            left: None,
        };
        if !job.note.paused {
            job.progress = job.ahead();
        }
        job
    }

    /// Where a download is that neither rests nor failed, before it is seen to run.
    pub fn ahead(&self) -> Progress {
        if self.note.legs.is_empty() {
            Progress::Done
        } else {
            Progress::Waiting(None)
        }
    }

    pub fn is_done(&self) -> bool {
        self.progress == Progress::Done
    }

    /// Does it want a place with its exchange?
    pub fn is_unseated(&self) -> bool {
        let runs = matches!(self.progress, Progress::Waiting(_) | Progress::Running);
        runs && self.number.is_none() && !self.note.legs.is_empty()
    }

    /// Has something come that is to be kept in a moment?
    pub fn has_waiting(&self) -> bool {
        !self.waiting.is_empty() && !self.is_partial()
    }

    /// Does what comes now mend a damaged file?
    pub fn is_mending(&self) -> bool {
        self.note.mends > 0
    }

    /// Must more come before anything is kept? A part of a file can't take its place.
    fn is_partial(&self) -> bool {
        self.is_mending() && !self.leg_done
    }

    /// Is something to be kept now?
    pub fn is_ripe(&self, now: Ts) -> bool {
        if self.is_partial() {
            return false;
        }
        let old = self.waiting_since.0.saturating_add(KEEP_AFTER_MS) < now.0;
        !self.waiting.is_empty() && (self.ripe || old)
    }

    /// Takes what came; the end of a segment is the time to keep it.
    pub fn came(&mut self, bars: Bars, leg_done: bool, now: Ts) {
        self.bars += bars.len() as u64;
        let period = |bars: &Bars, time: Option<&i64>| {
            time.map(|time| Period::of(bars.timeframe(), Ts(*time)))
        };
        let last = period(&bars, bars.open_time().last());
        let first = self.waiting.first().unwrap_or(&bars);
        let first = period(first, first.open_time().first());
        self.leg_done |= leg_done;
        if !bars.is_empty() {
            if self.waiting.is_empty() {
                self.waiting_since = now;
            }
            self.waiting.push(bars);
            self.ripe |= first != last;
        }
        // Nothing that comes later gives one that rests another moment to keep it.
        self.ripe |= leg_done || self.note.paused;
        if self.waiting.is_empty() {
            self.end_leg();
        }
    }

    /// Hands out what waits, in one piece.
    pub fn take(&mut self) -> Result<Bars, Trouble> {
        self.ripe = false;
        let key = self.note.key;
        let mut bars = Bars::new(key.timeframe);
        if self.is_partial() {
            return Ok(bars);
        }
        for part in std::mem::take(&mut self.waiting) {
            bars.extend(&part)
                .map_err(|error| Trouble::new(Kind::Exchange, format!("{key}: {error}")))?;
        }
        Ok(bars)
    }

    /// These are kept: the next start takes the last of them along, for it must come back the same.
    pub fn kept(&mut self, bars: &Bars) {
        if let (Some(leg), Some(last)) = (self.note.legs.first_mut(), bars.open_time().last()) {
            leg.start = Ts(*last).max(leg.start);
        }
        self.kept_to = bars.span().map(|span| span.end).or(self.kept_to);
        self.end_leg();
    }

    /// Goes to the next leg when all of the first one has come.
    fn end_leg(&mut self) {
        if !std::mem::take(&mut self.leg_done) {
            return;
        }
        self.number = None;
        if !self.note.legs.is_empty() {
            self.note.legs.remove(0);
            self.note.mends = self.note.mends.saturating_sub(1);
        }
        if self.note.legs.is_empty() {
            self.progress = Progress::Done;
        } else if !self.note.paused {
            self.progress = Progress::Waiting(None);
        }
    }

    pub fn shown(&self) -> Download {
        let length = |span: &Span| (span.end.0 - span.start.0).max(0);
        let open: i64 = self.note.legs.iter().map(length).sum();
        let came = self
            .waiting
            .last()
            .and_then(Bars::span)
            .map(|span| span.end);
        let came = came.or(self.kept_to);
        let from = self.note.legs.first().map(|leg| leg.start.0);
        let ahead = came
            .zip(from)
            .map_or(0, |(came, from)| (came.0 - from).max(0));
        let whole = length(&self.note.whole).max(1) as f64;
        Download {
            key: self.note.key,
            span: self.note.whole,
            progress: self.progress.clone(),
            kept_to: self.kept_to,
            bars: self.bars,
            calls: self.calls,
            done: match self.progress {
                Progress::Done => 1.0,
                _ => (1.0 - (open - ahead) as f64 / whole).clamp(0.0, 1.0),
            },
            rate: self.rate,
            left: self.left,
        }
    }
}
