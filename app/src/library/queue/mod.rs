//! The queue of downloads as a plain value: who is next, who rests, what has come and what a reload must find.
//!
//! It has no clock, no disk and no network. Whoever drives it tells the time, reads and writes the library and carries the
//! requests; nothing here waits.

mod job;
mod legs;
#[cfg(test)]
mod tests;
mod traffic;
#[cfg(test)]
mod world;

pub use job::Note;
pub use legs::{Held, LONG_HOLE, missing};
pub use traffic::{Errand, Whose, backfill};

use super::protocol::{Download, Kind, Progress, SeriesKey, Trouble, Want};
use domain::{Bars, Span, Ts, Venue};
use job::Job;
use std::collections::BTreeMap;
use venues::Portfolio;

/// All downloads.
#[derive(Default)]
pub struct Queue {
    jobs: Vec<Job>,
    exchanges: BTreeMap<Venue, Portfolio>,
    /// Has something moved since it was last told?
    moved: bool,
    /// Has something changed that a reload must find?
    noted: bool,
}

impl Queue {
    /// Goes on with what was written down.
    pub fn restore(&mut self, notes: Vec<Note>) {
        self.jobs.extend(notes.into_iter().map(Job::new));
        self.moved = true;
    }

    /// What is to be written down, when it has changed.
    pub fn take_notes(&mut self) -> Option<Vec<Note>> {
        if !std::mem::take(&mut self.noted) {
            return None;
        }
        let open = self.jobs.iter().filter(|job| !job.is_done());
        Some(open.map(|job| job.note.clone()).collect())
    }

    /// All downloads, when one has moved.
    pub fn take_moved(&mut self) -> Option<Vec<Download>> {
        std::mem::take(&mut self.moved).then(|| self.list())
    }

    /// Tells all of them once more, for somebody who has just come.
    pub fn tell_again(&mut self) {
        self.moved = true;
    }

    /// All downloads.
    pub fn list(&self) -> Vec<Download> {
        self.jobs.iter().map(Job::shown).collect()
    }

    /// Is one of this series waiting, running or resting?
    fn is_open(&self, key: SeriesKey) -> bool {
        let progress = self.progress(key);
        self.is_resting(key) || matches!(progress, Some(Progress::Waiting(_) | Progress::Running))
    }

    fn is_resting(&self, key: SeriesKey) -> bool {
        matches!(self.progress(key), Some(Progress::Paused))
    }

    /// Starts a download of what is missing; it takes the place of one of the same series.
    pub fn start(&mut self, want: &Want, held: Option<&Held>, now: Ts) -> Result<(), Trouble> {
        let legs = missing(want, held, now)?;
        self.cancel(want.key);
        let closed = want.key.timeframe.open_of(now);
        let nothing = Span {
            start: closed,
            end: closed,
        };
        let whole = want.span.or_else(|| legs.first().copied());
        self.jobs.push(Job::new(Note {
            key: want.key,
            whole: whole.unwrap_or(nothing),
            legs,
            paused: false,
            mends: 0,
        }));
        self.changed();
        Ok(())
    }

    /// What is to be started to bring these series up to now, and how many are being updated then. What is under way goes on
    /// with what it was asked for; what rests is left alone unless the reader named it.
    pub fn update(&mut self, keys: &[SeriesKey], named: bool) -> Result<(u32, Vec<Want>), Trouble> {
        let resting = |queue: &Queue, key: &SeriesKey| !named && queue.is_resting(*key);
        let (open, idle): (Vec<SeriesKey>, Vec<SeriesKey>) = keys
            .iter()
            .filter(|key| !resting(self, key))
            .partition(|key| self.is_open(**key));
        if open.is_empty() && idle.is_empty() && !keys.is_empty() {
            return Err(Kind::AllRest.into());
        }
        for key in &open {
            self.resume(*key);
        }
        let count = u32::try_from(open.len() + idle.len()).unwrap_or(u32::MAX);
        let want = |key| Want { key, span: None };
        Ok((count, idle.into_iter().map(want).collect()))
    }

    /// Wants the stretches of damaged files again, before whatever else is wanted of the series; it rests until it is gone on
    /// with.
    pub fn refill(&mut self, key: SeriesKey, mut legs: Vec<Span>) {
        let mends = u32::try_from(legs.len()).unwrap_or(u32::MAX);
        if let Some(place) = self.jobs.iter().position(|job| job.note.key == key) {
            let job = self.jobs.remove(place);
            self.leave(key.venue, job.number);
            // Those that mend are wanted anew.
            legs.extend(job.note.legs.into_iter().skip(job.note.mends as usize));
        }
        let start = legs.iter().map(|leg| leg.start).min().unwrap_or(Ts(0));
        let end = legs.iter().map(|leg| leg.end).max().unwrap_or(Ts(0));
        self.jobs.push(Job::new(Note {
            key,
            legs,
            whole: Span { start, end },
            paused: true,
            mends,
        }));
        self.changed();
    }

    /// Lets one rest: nothing more is asked for, what is on its way is still taken.
    pub fn pause(&mut self, key: SeriesKey) -> bool {
        let Some(job) = self.job(key) else {
            return false;
        };
        if matches!(job.progress, Progress::Waiting(_) | Progress::Running) {
            job.note.paused = true;
            job.progress = Progress::Paused;
            job.left = None;
            job.ripe = true;
            let number = job.number;
            if let Some(backfill) = self.backfill_of(key.venue, number) {
                backfill.pause();
            }
            self.changed();
        }
        true
    }

    /// Goes on with one that rests or failed.
    pub fn resume(&mut self, key: SeriesKey) -> bool {
        let Some(job) = self.job(key) else {
            return false;
        };
        if matches!(job.progress, Progress::Paused | Progress::Failed(_)) {
            job.note.paused = false;
            job.progress = job.ahead();
            let number = job.number;
            if let Some(backfill) = self.backfill_of(key.venue, number) {
                backfill.resume();
            }
            self.changed();
        }
        true
    }

    /// Forgets one, with all that came and was not kept.
    pub fn cancel(&mut self, key: SeriesKey) -> bool {
        let Some(place) = self.jobs.iter().position(|job| job.note.key == key) else {
            return false;
        };
        let job = self.jobs.remove(place);
        self.leave(key.venue, job.number);
        self.changed();
        true
    }

    /// Series of which something that came is to be kept now.
    pub fn ripe(&self, now: Ts) -> Vec<SeriesKey> {
        let ripe = self.jobs.iter().filter(|job| job.is_ripe(now));
        ripe.map(|job| job.note.key).collect()
    }

    /// Hands out what came of a series, to be kept; `kept` must follow.
    pub fn take(&mut self, key: SeriesKey) -> Option<Bars> {
        let taken = self.job(key)?.take();
        match taken {
            Ok(bars) => Some(bars),
            Err(trouble) => {
                self.fail(key, trouble);
                None
            }
        }
    }

    /// Does what is handed out next take the place of a damaged file?
    pub fn is_mending(&self, key: SeriesKey) -> bool {
        let mut jobs = self.jobs.iter();
        jobs.any(|job| job.note.key == key && job.is_mending())
    }

    /// What was handed out is on the disk, or why not.
    pub fn kept(&mut self, key: SeriesKey, bars: &Bars, kept: Result<(), Trouble>) {
        match kept {
            Ok(()) => {
                if let Some(job) = self.job(key) {
                    job.kept(bars);
                }
                self.changed();
            }
            Err(trouble) => self.fail(key, trouble),
        }
    }

    /// Ends one with a trouble. It rests, so that a reload doesn't run into the same wall at once.
    pub fn fail(&mut self, key: SeriesKey, trouble: Trouble) {
        if let Some(job) = self.job(key) {
            let number = job.number.take();
            job.progress = Progress::Failed(trouble);
            job.left = None;
            job.leg_done = false;
            // What came before it is kept.
            job.ripe = true;
            job.note.paused = true;
            self.leave(key.venue, number);
            self.changed();
        }
    }

    fn progress(&self, key: SeriesKey) -> Option<&Progress> {
        let job = self.jobs.iter().find(|job| job.note.key == key)?;
        Some(&job.progress)
    }

    fn job(&mut self, key: SeriesKey) -> Option<&mut Job> {
        self.jobs.iter_mut().find(|job| job.note.key == key)
    }

    fn changed(&mut self) {
        self.moved = true;
        self.noted = true;
    }
}
