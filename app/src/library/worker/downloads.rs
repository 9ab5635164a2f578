//! Downloads at work: carries what the queue sends, keeps what comes, and lets the queue look again in a while.

use super::super::later::Inbox;
use super::super::protocol::{Estimate, Event, Kind, SeriesKey, Trouble, Want};
use super::super::queue::{self, Held, LONG_HOLE, Note, Queue, Whose};
use super::disk::Disk;
use super::words::{id_of, key_of, of_store};
use super::{Work, net, now, opfs};
use domain::{Span, Venue};
use std::collections::BTreeMap;
use store::{Library, Write};
use venues::HttpReply;
use wasm_bindgen_futures::spawn_local;

/// Between two looks at downloads that run: progress is told at least four times a second.
const TICK_MS: i32 = 200;

/// All downloads.
pub struct Downloads {
    queue: Queue,
    inbox: Inbox<Work>,
    ticking: bool,
    changed: Vec<SeriesKey>,
}

impl Downloads {
    /// None yet.
    pub fn new(inbox: &Inbox<Work>) -> Downloads {
        Downloads {
            queue: Queue::default(),
            inbox: inbox.clone(),
            ticking: false,
            changed: Vec::new(),
        }
    }

    /// Is none under way?
    pub fn rest(&self) -> bool {
        !self.ticking
    }

    /// What is to be written down, when it has changed.
    pub fn take_notes(&mut self) -> Option<Vec<Note>> {
        self.queue.take_notes()
    }

    /// Series that changed since the last time.
    pub fn take_changed(&mut self) -> Vec<SeriesKey> {
        std::mem::take(&mut self.changed)
    }

    /// All downloads, when one has moved.
    pub fn take_event(&mut self) -> Option<Event> {
        self.queue.take_moved().map(Event::Downloads)
    }

    /// Tells all of them once more, for somebody who has just come.
    pub fn tell_again(&mut self) {
        self.queue.tell_again();
    }

    /// Goes on with what was written down.
    pub async fn restore(&mut self, notes: Vec<Note>, library: &mut Library<Disk>) {
        self.queue.restore(notes);
        self.go_on(library).await;
    }

    /// What downloads would take.
    pub async fn estimate(wants: &[Want], library: &Library<Disk>) -> Result<Estimate, Trouble> {
        let now = now();
        let mut estimate = Estimate::default();
        let mut seconds: BTreeMap<Venue, f64> = BTreeMap::new();
        for want in wants {
            let held = held_for(want, library).await?;
            for leg in queue::missing(want, held.as_ref(), now)? {
                let one = queue::backfill(want.key, leg, held.as_ref(), now)?.estimate();
                estimate.bars += one.bars;
                estimate.calls += one.calls;
                *seconds.entry(want.key.venue).or_default() += one.millis as f64 / 1000.0;
            }
        }
        // Exchanges are asked side by side, the series of one take turns.
        estimate.seconds = seconds.into_values().fold(0.0, f64::max);
        Ok(estimate)
    }

    /// Starts downloads; one of a series that is under way gets what is wanted now. One that can't start keeps no other from it.
    pub async fn start(
        &mut self,
        wants: &[Want],
        library: &mut Library<Disk>,
    ) -> Result<(), Trouble> {
        if !net::edge_is_served().await {
            return Err(Kind::NoEdge.into());
        }
        let mut first = Ok(());
        for want in wants {
            self.keep(want.key, library).await;
            let started = match held_for(want, library).await {
                Ok(held) => self.queue.start(want, held.as_ref(), now()),
                Err(trouble) => Err(trouble),
            };
            first = first.and(started);
        }
        self.go_on(library).await;
        first
    }

    /// Brings these series up to now; all that an exchange serves when none is named. Answers how many are being updated.
    pub async fn update(
        &mut self,
        keys: &[SeriesKey],
        library: &mut Library<Disk>,
    ) -> Result<u32, Trouble> {
        let known = library.series().map(|entry| key_of(entry.id));
        let named = |key: &SeriesKey| keys.is_empty() || keys.contains(key);
        let served: Vec<SeriesKey> = known.filter(|key| named(key) && is_served(key)).collect();
        let (count, wants) = self.queue.update(&served, !keys.is_empty())?;
        self.start(&wants, library).await?;
        Ok(count)
    }

    /// Wants stretches inside a series again, before whatever else is wanted of it; it begins when it is gone on with.
    pub fn refill(&mut self, key: SeriesKey, legs: Vec<Span>) {
        self.queue.refill(key, legs);
    }

    /// Lets one rest.
    pub async fn pause(&mut self, key: SeriesKey, library: &mut Library<Disk>) -> bool {
        let known = self.queue.pause(key);
        self.go_on(library).await;
        known
    }

    /// Goes on with one that rests or failed.
    pub async fn resume(&mut self, key: SeriesKey, library: &mut Library<Disk>) -> bool {
        let known = self.queue.resume(key);
        self.go_on(library).await;
        known
    }

    /// Forgets one; what came stays.
    pub async fn cancel(&mut self, key: SeriesKey, library: &mut Library<Disk>) -> bool {
        self.keep(key, library).await;
        self.queue.cancel(key)
    }

    /// Forgets one whose series goes.
    pub fn forget(&mut self, key: SeriesKey) {
        self.queue.cancel(key);
    }

    /// Takes a reply.
    pub async fn heard(
        &mut self,
        whose: Whose,
        reply: &Result<HttpReply, String>,
        library: &mut Library<Disk>,
    ) {
        let reply = reply.as_ref().map_err(String::as_str);
        self.queue
            .heard(whose, reply, now(), js_sys::Math::random());
        self.go_on(library).await;
    }

    /// Looks after what runs.
    pub async fn tick(&mut self, library: &mut Library<Disk>) {
        self.ticking = false;
        self.queue.tell_again();
        self.go_on(library).await;
    }

    /// Keeps what is to be kept, and sends what may be sent: first of all, so that exchanges are at work while the disk is.
    async fn go_on(&mut self, library: &mut Library<Disk>) {
        let ripe = self.queue.ripe(now());
        if !ripe.is_empty() {
            self.send();
        }
        for key in ripe {
            self.keep(key, library).await;
        }
        for key in self.queue.unseated() {
            // What mends a damaged file can't be held against it.
            let held = match self.queue.is_mending(key) {
                true => Ok(None),
                false => held(key, library).await,
            };
            match held {
                Ok(held) => self.queue.seat(key, held.as_ref(), now()),
                Err(trouble) => self.queue.fail(key, trouble),
            }
        }
        self.send();
    }

    /// Sends what may be sent, and comes back in a while when something is under way.
    fn send(&mut self) {
        let (errands, busy) = self.queue.send(now());
        for errand in errands {
            let inbox = self.inbox.clone();
            spawn_local(async move {
                let reply = net::send(&errand.request).await;
                inbox.put(Work::Reply(errand.whose, reply));
            });
        }
        if busy && !self.ticking {
            self.ticking = true;
            let inbox = self.inbox.clone();
            spawn_local(async move {
                opfs::pause(TICK_MS).await;
                inbox.put(Work::Tick);
            });
        }
    }

    /// Keeps what came of a series.
    async fn keep(&mut self, key: SeriesKey, library: &mut Library<Disk>) {
        let mends = self.queue.is_mending(key);
        let Some(bars) = self.queue.take(key).filter(|bars| !bars.is_empty()) else {
            return;
        };
        let (id, how) = (id_of(key), Write::download(now()));
        let appended = match bars.span().filter(|_| mends) {
            Some(span) => library.mend(id, span, &bars, how).await.map(|done| done.1),
            None => library.append(id, &bars, how).await,
        };
        if let Ok(appended) = &appended
            && appended.generation.is_some()
            && !self.changed.contains(&key)
        {
            self.changed.push(key);
        }
        let kept = appended.map(|_| ()).map_err(|error| of_store(&error));
        self.queue.kept(key, &bars, kept);
    }
}

fn is_served(key: &SeriesKey) -> bool {
    let exchange = venues::find(key.venue);
    exchange.is_some_and(|exchange| exchange.serves(key.timeframe).is_some())
}

/// What there is for a want; holes only when it names a time.
async fn held_for(want: &Want, library: &Library<Disk>) -> Result<Option<Held>, Trouble> {
    let mut held = held(want.key, library).await?;
    let id = id_of(want.key);
    let longest = library.entry(id).and_then(|entry| entry.coverage.longest);
    let long = longest.is_some_and(|gap| gap.missing >= LONG_HOLE);
    if let Some(held) = held.as_mut().filter(|_| want.span.is_some() && long) {
        let gaps = library.gaps(id, None, usize::MAX).await;
        let gaps = gaps.map_err(|error| of_store(&error))?;
        let long = gaps.iter().filter(|gap| gap.missing >= LONG_HOLE);
        held.holes = long.map(|gap| gap.span).collect();
    }
    Ok(held)
}

async fn held(key: SeriesKey, library: &Library<Disk>) -> Result<Option<Held>, Trouble> {
    let Some(entry) = library.entry(id_of(key)) else {
        return Ok(None);
    };
    let last = library.last_bar(id_of(key)).await;
    Ok(Some(Held {
        span: entry.span,
        last: last.map_err(|error| of_store(&error))?,
        holes: Vec::new(),
    }))
}
