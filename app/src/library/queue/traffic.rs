//! What goes to the exchanges and comes back: the downloads of one take turns, and all keep to its budget.

use super::super::protocol::{Kind, Progress, SeriesKey, Trouble};
use super::super::why::of_download;
use super::Queue;
use super::job::Job;
use super::legs::Held;
use domain::{Bars, Span, Ts, Venue};
use std::sync::Arc;
use venues::{
    Backfill, Brought, Budget, HttpReply, HttpRequest, Portfolio, Relayed, SeriesNo, Source,
    Ticket, Turn, Variant, Wanted,
};

/// Names a request of a download until its reply is handed in.
pub type Whose = (Venue, SeriesNo, Ticket);

/// A request to be carried.
#[derive(Clone, Debug, PartialEq)]
pub struct Errand {
    /// Whose it is.
    pub whose: Whose,
    /// What is asked.
    pub request: HttpRequest,
}

impl Queue {
    /// Downloads that want a place with their exchange.
    pub fn unseated(&self) -> Vec<SeriesKey> {
        let unseated = self.jobs.iter().filter(|job| job.is_unseated());
        unseated.map(|job| job.note.key).collect()
    }

    /// Gives one its place; `held` is what the library has of it.
    pub fn seat(&mut self, key: SeriesKey, held: Option<&Held>, now: Ts) {
        let job = self.job(key).filter(|job| job.is_unseated());
        let Some(leg) = job.and_then(|job| job.note.legs.first().copied()) else {
            return;
        };
        let backfill = match backfill(key, leg, held, now) {
            Ok(backfill) => backfill,
            Err(trouble) => return self.fail(key, trouble),
        };
        if backfill.is_done() {
            // What closed since is not to be had yet, or the end lies within the last bar.
            if let Some(job) = self.job(key) {
                job.came(Bars::new(key.timeframe), true, now);
            }
            self.noted = true;
            self.moved = true;
            return;
        }
        let expected = backfill.estimate().calls;
        let portfolio = self
            .exchanges
            .entry(key.venue)
            .or_insert_with(|| Portfolio::new(Budget::new(&limits_of(key.venue))));
        let number = portfolio.add(backfill);
        if let Some(job) = self.job(key) {
            job.number = Some(number);
            job.progress = Progress::Running;
            job.calls = (0, expected);
        }
        self.moved = true;
    }

    /// What may be sent now, and whether it is worth looking again in a while.
    pub fn send(&mut self, now: Ts) -> (Vec<Errand>, bool) {
        let mut errands = Vec::new();
        // What came and is not kept wants its moment too.
        let mut busy = self.jobs.iter().any(Job::has_waiting);
        let mut failed = Vec::new();
        for (venue, portfolio) in &mut self.exchanges {
            let until = loop {
                match portfolio.next(now) {
                    Turn::Send {
                        series,
                        ticket,
                        request,
                    } => {
                        let whose = (*venue, series, ticket);
                        errands.push(Errand { whose, request });
                        busy = true;
                    }
                    Turn::Failed { series, error } => failed.push((*venue, series, error)),
                    Turn::Wait { until, why } => {
                        busy = true;
                        break why.map(|_| until);
                    }
                    Turn::Listen => {
                        busy = true;
                        break None;
                    }
                    Turn::Done => break None,
                }
            };
            for job in &mut self.jobs {
                if job.note.key.venue == *venue
                    && let Some(number) = job.number
                    && let Some(backfill) = portfolio.series(number)
                {
                    let progress = backfill.progress(now);
                    job.calls.0 = progress.calls;
                    if job.note.paused {
                        continue;
                    }
                    job.progress = match until {
                        Some(until) => Progress::Waiting(Some(until)),
                        None => Progress::Running,
                    };
                    job.rate = progress.rate;
                    job.left = progress.eta_ms.map(|millis| millis as f64);
                }
            }
        }
        for (venue, series, error) in failed {
            if let Some(key) = self.key_of(venue, series) {
                self.fail(key, of_download(key, &error));
            }
        }
        (errands, busy)
    }

    /// Takes a reply, or the words for why there is none. `random` is uniform in `[0, 1)`.
    pub fn heard(&mut self, whose: Whose, reply: Result<&HttpReply, &str>, now: Ts, random: f64) {
        let (venue, number, ticket) = whose;
        let Some(portfolio) = self.exchanges.get_mut(&venue) else {
            return;
        };
        let brought = portfolio.heard(number, ticket, reply, now, random);
        let Some(key) = self.key_of(venue, number) else {
            return;
        };
        match brought {
            Brought::Bars { bars, done, .. } => {
                if let Some(job) = self.job(key) {
                    job.came(*bars, done, now);
                }
                self.noted |= done;
            }
            Brought::Failed(error) => self.fail(key, of_download(key, &error)),
            Brought::Nothing => {}
        }
        self.moved = true;
    }

    /// Gives up a place with an exchange; replies that still come are for nobody.
    pub(super) fn leave(&mut self, venue: Venue, number: Option<SeriesNo>) {
        if let (Some(portfolio), Some(number)) = (self.exchanges.get_mut(&venue), number) {
            portfolio.cancel(number);
        }
    }

    pub(super) fn backfill_of(
        &mut self,
        venue: Venue,
        number: Option<SeriesNo>,
    ) -> Option<&mut Backfill> {
        self.exchanges.get_mut(&venue)?.series(number?)
    }

    fn key_of(&self, venue: Venue, number: SeriesNo) -> Option<SeriesKey> {
        let is_it = |key: SeriesKey, of: Option<SeriesNo>| key.venue == venue && of == Some(number);
        let mut jobs = self.jobs.iter();
        let job = jobs.find(|job| is_it(job.note.key, job.number))?;
        Some(job.note.key)
    }
}

/// One stretch of a series as a download from the edge.
pub fn backfill(
    key: SeriesKey,
    span: Span,
    held: Option<&Held>,
    now: Ts,
) -> Result<Backfill, Trouble> {
    let exchange = venues::find(key.venue).ok_or(Kind::NotServed(key))?;
    // The last bar there is must come back as it is stored.
    let stored = held
        .filter(|held| held.span.end > span.start)
        .and_then(|held| held.last)
        .filter(|bar| bar.open_time <= span.start);
    let wanted = Wanted {
        symbol: key.symbol,
        timeframe: key.timeframe,
        span,
        variant: Variant::default(),
    };
    let source = Arc::new(Relayed::new(exchange));
    Backfill::new(source, wanted, stored, now).map_err(|error| of_download(key, &error))
}

fn limits_of(venue: Venue) -> venues::Limits {
    let none = venues::Limits {
        rates: &[],
        page: 1,
        bars: venues::Cost::FREE,
    };
    venues::find(venue).map_or(none, |exchange| Relayed::new(exchange).limits())
}
