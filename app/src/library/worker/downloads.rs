//! Downloads: several at once within the budgets of their exchanges, each kept segment by segment, and known again after a
//! reload.

use super::super::later::Inbox;
use super::super::protocol::{Download, Estimate, Event, Kind, Progress, SeriesKey, Trouble, Want};
use super::disk::Disk;
use super::words::{id_of, of_download, of_store};
use super::{Work, net, now, opfs};
use domain::{Bars, Span, Ts, Venue};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Library, Period, Write};
use venues::{
    Backfill, Brought, Budget, HttpReply, Portfolio, Relayed, SeriesNo, Source, Ticket, Turn,
    Variant, Wanted,
};
use wasm_bindgen_futures::spawn_local;

/// Between two looks at downloads that run: progress is told at least four times a second.
const TICK_MS: i32 = 200;
/// What has been downloaded is kept at the end of a segment, and at the latest after this long.
const KEEP_AFTER_MS: i64 = 2_000;

/// A download as it is written down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Which series.
    key: SeriesKey,
    /// Stretches that are still wanted, the first under way from its start.
    legs: Vec<Span>,
    /// All that was wanted.
    whole: Span,
    /// Does it rest?
    paused: bool,
}

/// A download of this session.
struct Job {
    note: Note,
    number: Option<SeriesNo>,
    progress: Progress,
    /// Bars that came and are not kept.
    waiting: Vec<Bars>,
    waiting_since: Ts,
    kept_to: Option<Ts>,
    bars: u64,
    calls: (u64, u64),
    rate: f64,
    left: Option<f64>,
}

/// All downloads.
pub struct Downloads {
    jobs: Vec<Job>,
    exchanges: BTreeMap<Venue, Portfolio>,
    inbox: Inbox<Work>,
    ticking: bool,
    /// Has something moved since it was last told?
    moved: bool,
    /// Has something changed that a reload must find?
    noted: bool,
    changed: Vec<SeriesKey>,
}

impl Downloads {
    /// None yet.
    pub fn new(inbox: &Inbox<Work>) -> Downloads {
        Downloads {
            jobs: Vec::new(),
            exchanges: BTreeMap::new(),
            inbox: inbox.clone(),
            ticking: false,
            moved: false,
            noted: false,
            changed: Vec::new(),
        }
    }

    /// What is to be written down, when it has changed.
    pub fn take_notes(&mut self) -> Option<Vec<Note>> {
        if !std::mem::take(&mut self.noted) {
            return None;
        }
        let open = |job: &&Job| !matches!(job.progress, Progress::Done);
        let open = self.jobs.iter().filter(open);
        Some(open.map(|job| job.note.clone()).collect())
    }

    /// Goes on with what was written down.
    pub async fn restore(&mut self, notes: Vec<Note>, library: &Library<Disk>) {
        for note in notes {
            self.jobs.push(Job::new(note));
        }
        self.moved = true;
        self.pump(library).await;
    }

    /// Series that changed since the last time.
    pub fn take_changed(&mut self) -> Vec<SeriesKey> {
        std::mem::take(&mut self.changed)
    }

    /// All downloads, when one has moved.
    pub fn take_event(&mut self) -> Option<Event> {
        std::mem::take(&mut self.moved).then(|| Event::Downloads(self.list()))
    }

    /// Tells all of them once more, for somebody who has just come.
    pub fn tell_again(&mut self) {
        self.moved = true;
    }

    /// All downloads.
    pub fn list(&self) -> Vec<Download> {
        self.jobs.iter().map(Job::shown).collect()
    }

    /// What downloads would take.
    pub async fn estimate(wants: &[Want], library: &Library<Disk>) -> Result<Estimate, Trouble> {
        let mut estimate = Estimate::default();
        let mut seconds: BTreeMap<Venue, f64> = BTreeMap::new();
        for want in wants {
            for leg in legs_of(want, library).await? {
                let backfill = backfill(want.key, leg, library).await?;
                let one = backfill.estimate();
                estimate.bars += one.bars;
                estimate.calls += one.calls;
                *seconds.entry(want.key.venue).or_default() += one.millis as f64 / 1000.0;
            }
        }
        // Exchanges are asked side by side, the series of one take turns.
        estimate.seconds = seconds.into_values().fold(0.0, f64::max);
        Ok(estimate)
    }

    /// Starts downloads; one of a series that is under way gets what is wanted now.
    pub async fn start(&mut self, wants: &[Want], library: &Library<Disk>) -> Result<u32, Trouble> {
        if !net::edge_is_served().await {
            let said = "the edge that asks exchanges is not served at this address";
            return Err(Trouble::new(Kind::NoEdge, said));
        }
        let mut started = 0;
        for want in wants {
            let legs = legs_of(want, library).await?;
            self.cancel(want.key);
            let now = key_span(want);
            let whole = want.span.or_else(|| legs.first().copied()).unwrap_or(now);
            let mut job = Job::new(Note {
                key: want.key,
                legs,
                whole,
                paused: false,
            });
            if job.note.legs.is_empty() {
                // All of it is there already.
                job.progress = Progress::Done;
            }
            self.jobs.push(job);
            started += 1;
        }
        self.noted = true;
        self.moved = true;
        self.pump(library).await;
        Ok(started)
    }

    /// Wants stretches inside a series again, before whatever else is wanted of it; it begins when it is gone on with.
    pub fn refill(&mut self, key: SeriesKey, mut legs: Vec<Span>) {
        if let Some(place) = self.place(key) {
            let job = self.jobs.remove(place);
            self.drop_series(key.venue, job.number);
            legs.extend(job.note.legs);
        }
        let start = legs.iter().map(|leg| leg.start).min().unwrap_or(Ts(0));
        let end = legs.iter().map(|leg| leg.end).max().unwrap_or(Ts(0));
        let whole = Span { start, end };
        self.jobs.push(Job::new(Note {
            key,
            legs,
            whole,
            paused: true,
        }));
        self.noted = true;
        self.moved = true;
    }

    /// Lets one rest.
    pub async fn pause(&mut self, key: SeriesKey, library: &mut Library<Disk>) -> bool {
        let Some(place) = self.place(key) else {
            return false;
        };
        self.keep(place, library).await;
        let Some(job) = self.jobs.get_mut(place) else {
            return false;
        };
        job.note.paused = true;
        job.progress = Progress::Paused;
        job.left = None;
        let number = job.number.take();
        self.drop_series(key.venue, number);
        self.noted = true;
        self.moved = true;
        true
    }

    /// Goes on with one that rests or failed.
    pub async fn resume(&mut self, key: SeriesKey, library: &Library<Disk>) -> bool {
        let Some(place) = self.place(key) else {
            return false;
        };
        if let Some(job) = self.jobs.get_mut(place) {
            job.note.paused = false;
            job.progress = Progress::Waiting(None);
        }
        self.noted = true;
        self.moved = true;
        self.pump(library).await;
        true
    }

    /// Forgets one; what came and was not kept is lost with it.
    pub fn cancel(&mut self, key: SeriesKey) -> bool {
        let Some(place) = self.place(key) else {
            return false;
        };
        let job = self.jobs.remove(place);
        self.drop_series(key.venue, job.number);
        self.noted = true;
        self.moved = true;
        true
    }

    /// Takes a reply.
    pub async fn heard(
        &mut self,
        (venue, number, ticket): (Venue, SeriesNo, Ticket),
        reply: Result<HttpReply, String>,
        library: &mut Library<Disk>,
    ) {
        let Some(portfolio) = self.exchanges.get_mut(&venue) else {
            return;
        };
        let reply = reply.as_ref().map_err(String::as_str);
        let random = js_sys::Math::random();
        let brought = portfolio.heard(number, ticket, reply, now(), random);
        let place = self
            .jobs
            .iter()
            .position(|job| job.note.key.venue == venue && job.number == Some(number));
        let Some(place) = place else {
            return self.pump(library).await;
        };
        match brought {
            Brought::Bars { bars, done, .. } => {
                let segment_ended = self.take_bars(place, *bars);
                if done || segment_ended {
                    self.keep(place, library).await;
                }
                if done {
                    self.end_leg(place);
                }
            }
            Brought::Failed(error) => {
                self.keep(place, library).await;
                self.fail(place, of_download(&error));
            }
            Brought::Nothing => {}
        }
        self.moved = true;
        self.pump(library).await;
    }

    /// Looks after what runs.
    pub async fn tick(&mut self, library: &mut Library<Disk>) {
        self.ticking = false;
        let late = now().0 - KEEP_AFTER_MS;
        for place in 0..self.jobs.len() {
            let old = self
                .jobs
                .get(place)
                .is_some_and(|job| !job.waiting.is_empty() && job.waiting_since.0 < late);
            if old {
                self.keep(place, library).await;
            }
        }
        self.moved = true;
        self.pump(library).await;
    }

    fn place(&self, key: SeriesKey) -> Option<usize> {
        self.jobs.iter().position(|job| job.note.key == key)
    }

    fn drop_series(&mut self, venue: Venue, number: Option<SeriesNo>) {
        if let (Some(portfolio), Some(number)) = (self.exchanges.get_mut(&venue), number) {
            portfolio.cancel(number);
        }
    }

    fn fail(&mut self, place: usize, trouble: Trouble) {
        if let Some(job) = self.jobs.get_mut(place) {
            job.progress = Progress::Failed(trouble);
            job.number = None;
            job.left = None;
            // It rests, so that a reload doesn't run into the same wall at once.
            job.note.paused = true;
            self.noted = true;
            self.moved = true;
        }
    }

    fn end_leg(&mut self, place: usize) {
        if let Some(job) = self.jobs.get_mut(place)
            && !matches!(job.progress, Progress::Failed(_))
        {
            job.number = None;
            if !job.note.legs.is_empty() {
                job.note.legs.remove(0);
            }
            job.progress = if job.note.legs.is_empty() {
                Progress::Done
            } else {
                Progress::Waiting(None)
            };
            self.noted = true;
        }
    }

    /// Puts bars beside those that wait; true when they end a segment, so that it can be kept.
    fn take_bars(&mut self, place: usize, bars: Bars) -> bool {
        let Some(job) = self.jobs.get_mut(place) else {
            return false;
        };
        job.bars += bars.len() as u64;
        let period = |time: Option<&i64>| time.map(|time| Period::of(bars.timeframe(), Ts(*time)));
        let last = period(bars.open_time().last());
        let first = match job.waiting.first() {
            Some(waiting) => period(waiting.open_time().first()),
            None => period(bars.open_time().first()),
        };
        if !bars.is_empty() {
            if job.waiting.is_empty() {
                job.waiting_since = now();
            }
            job.waiting.push(bars);
        }
        first != last
    }

    /// Keeps what waits.
    async fn keep(&mut self, place: usize, library: &mut Library<Disk>) {
        let Some(job) = self.jobs.get_mut(place) else {
            return;
        };
        let waiting = std::mem::take(&mut job.waiting);
        let key = job.note.key;
        let mut bars = Bars::new(key.timeframe);
        match waiting.iter().try_for_each(|part| bars.extend(part)) {
            Ok(()) if bars.is_empty() => return,
            Ok(()) => {}
            Err(error) => {
                let said = format!("{key}: {error}");
                return self.fail(place, Trouble::new(Kind::Exchange, said));
            }
        }
        let appended = library
            .append(id_of(key), &bars, Write::download(now()))
            .await;
        match appended {
            Ok(appended) => {
                if let (Some(leg), Some(last)) =
                    (job.note.legs.first_mut(), bars.open_time().last())
                {
                    // The next start takes the last bar along: it must come back the same.
                    leg.start = Ts(*last).max(leg.start);
                }
                job.kept_to = bars.span().map(|span| span.end);
                self.noted = true;
                if appended.generation.is_some() && !self.changed.contains(&key) {
                    self.changed.push(key);
                }
            }
            Err(error) => {
                let number = job.number;
                self.drop_series(key.venue, number);
                self.fail(place, of_store(&error));
            }
        }
        self.moved = true;
    }

    /// Sends what may be sent.
    async fn pump(&mut self, library: &Library<Disk>) {
        self.seat(library).await;
        let now = now();
        let mut active = false;
        let mut failed = Vec::new();
        for (venue, portfolio) in &mut self.exchanges {
            let mut until = None;
            loop {
                match portfolio.next(now) {
                    Turn::Send {
                        series,
                        ticket,
                        request,
                    } => {
                        let (inbox, venue) = (self.inbox.clone(), *venue);
                        spawn_local(async move {
                            let reply = net::send(&request).await;
                            inbox.put(Work::Reply(venue, series, ticket, reply));
                        });
                        active = true;
                    }
                    Turn::Wait { until: moment, why } => {
                        until = why.map(|_| moment);
                        active = true;
                        break;
                    }
                    Turn::Listen => {
                        active = true;
                        break;
                    }
                    Turn::Failed { series, error } => failed.push((*venue, series, error)),
                    Turn::Done => break,
                }
            }
            for job in &mut self.jobs {
                if job.note.key.venue == *venue
                    && let Some(number) = job.number
                    && let Some(backfill) = portfolio.series(number)
                {
                    let progress = backfill.progress(now);
                    job.progress = match until {
                        Some(until) => Progress::Waiting(Some(until)),
                        None => Progress::Running,
                    };
                    job.calls.0 = progress.calls;
                    job.rate = progress.rate;
                    job.left = progress.eta_ms.map(|millis| millis as f64);
                }
            }
        }
        for (venue, series, error) in failed {
            let place = self
                .jobs
                .iter()
                .position(|job| job.note.key.venue == venue && job.number == Some(series));
            if let Some(place) = place {
                self.fail(place, of_download(&error));
            }
        }
        if active && !self.ticking {
            self.ticking = true;
            let inbox = self.inbox.clone();
            spawn_local(async move {
                opfs::pause(TICK_MS).await;
                inbox.put(Work::Tick);
            });
        }
    }

    /// Gives every download that may run a place with its exchange.
    async fn seat(&mut self, library: &Library<Disk>) {
        for place in 0..self.jobs.len() {
            let Some(job) = self.jobs.get(place) else {
                continue;
            };
            let runs = matches!(job.progress, Progress::Waiting(_) | Progress::Running);
            if job.number.is_some() || job.note.paused || !runs {
                continue;
            }
            let key = job.note.key;
            let Some(leg) = job.note.legs.first().copied() else {
                continue;
            };
            match backfill(key, leg, library).await {
                Err(trouble) => self.fail(place, trouble),
                Ok(backfill) => {
                    let estimate = backfill.estimate();
                    let source = exchange_of(key.venue);
                    let portfolio = self.exchanges.entry(key.venue).or_insert_with(|| {
                        let limits = source.map(|source| source.limits()).unwrap_or(NO_LIMITS);
                        Portfolio::new(Budget::new(&limits))
                    });
                    let number = portfolio.add(backfill);
                    if let Some(job) = self.jobs.get_mut(place) {
                        job.number = Some(number);
                        job.progress = Progress::Running;
                        job.calls = (0, estimate.calls);
                    }
                }
            }
        }
    }
}

const NO_LIMITS: venues::Limits = venues::Limits {
    rates: &[],
    page: 1,
    bars: venues::Cost::FREE,
};

impl Job {
    fn new(note: Note) -> Job {
        Job {
            progress: if note.paused {
                Progress::Paused
            } else {
                Progress::Waiting(None)
            },
            note,
            number: None,
            waiting: Vec::new(),
            waiting_since: Ts(0),
            kept_to: None,
            bars: 0,
            calls: (0, 0),
            rate: 0.0,
            left: None,
        }
    }

    fn shown(&self) -> Download {
        let Span { start, end } = self.note.whole;
        let length = (end.0 - start.0).max(1) as f64;
        let open: i64 = self
            .note
            .legs
            .iter()
            .map(|leg| leg.end.0 - leg.start.0)
            .sum();
        let came = self.waiting.last().and_then(Bars::span);
        let from = self.note.legs.first().map(|leg| leg.start.0);
        let ahead = came.zip(from).map_or(0, |(came, from)| came.end.0 - from);
        Download {
            key: self.note.key,
            span: self.note.whole,
            progress: self.progress.clone(),
            kept_to: self.kept_to,
            bars: self.bars,
            calls: self.calls,
            done: match self.progress {
                Progress::Done => 1.0,
                _ => (1.0 - (open - ahead) as f64 / length).clamp(0.0, 1.0),
            },
            rate: self.rate,
            left: self.left,
        }
    }
}

fn exchange_of(venue: Venue) -> Option<Arc<dyn Source>> {
    let exchange = venues::find(venue)?;
    Some(Arc::new(Relayed::new(exchange)))
}

async fn backfill(
    key: SeriesKey,
    span: Span,
    library: &Library<Disk>,
) -> Result<Backfill, Trouble> {
    let source = exchange_of(key.venue).ok_or_else(|| {
        let said = format!(
            "{}: bars of this venue can't be downloaded",
            key.venue.name().en
        );
        Trouble::new(Kind::Refused, said)
    })?;
    // The last bar there is must come back as it is stored.
    let stored = match library.entry(id_of(key)) {
        Some(entry) if entry.span.end > span.start => {
            let last = library.last_bar(id_of(key)).await;
            let last = last.map_err(|error| of_store(&error))?;
            last.filter(|bar| bar.open_time <= span.start)
        }
        _ => None,
    };
    let wanted = Wanted {
        symbol: key.symbol,
        timeframe: key.timeframe,
        span,
        variant: Variant::default(),
    };
    Backfill::new(source, wanted, stored, now()).map_err(|error| of_download(&error))
}

/// The moment up to which a want reaches, as a stretch of no length.
fn key_span(want: &Want) -> Span {
    let closed = want.key.timeframe.open_of(now());
    Span {
        start: closed,
        end: closed,
    }
}

/// The stretches of a want that are not in the library: before what there is, and after it.
async fn legs_of(want: &Want, library: &Library<Disk>) -> Result<Vec<Span>, Trouble> {
    let key = want.key;
    let closed = key.timeframe.open_of(now());
    let start = first_of(key.venue);
    let asked = want.span.unwrap_or(Span { start, end: closed });
    let asked = Span {
        start: asked.start.max(start),
        end: asked.end.min(closed),
    };
    let Some(entry) = library.entry(id_of(key)) else {
        return whole(asked);
    };
    let last = library.last_bar(id_of(key)).await;
    let last = last.map_err(|error| of_store(&error))?;
    let mut legs = Vec::new();
    // A start nobody named goes on from what is there.
    if want.span.is_some() && asked.start < entry.span.start {
        let end = key.timeframe.close_of(entry.span.start);
        legs.extend(whole(Span {
            start: asked.start,
            end,
        })?);
    }
    if let Some(last) = last
        && asked.end > entry.span.end
    {
        legs.push(Span {
            start: last.open_time,
            end: asked.end,
        });
    }
    Ok(legs)
}

fn whole(span: Span) -> Result<Vec<Span>, Trouble> {
    if span.start < span.end {
        return Ok(vec![span]);
    }
    let (start, end) = (span.start, span.end);
    let said = format!("from {start} to {end} no bar can close");
    Err(Trouble::new(Kind::Refused, said))
}

/// Nothing was traded before: where a download begins when nobody says.
fn first_of(venue: Venue) -> Ts {
    match venue {
        Venue::Upbit => Ts::from_date(2017, 9, 25),
        Venue::Binance => Ts::from_date(2017, 7, 14),
        Venue::BinanceFutures => Ts::from_date(2019, 9, 8),
        Venue::Alpaca => Ts::from_date(2016, 1, 1),
        Venue::Sample | Venue::File => Ts(0),
    }
}
