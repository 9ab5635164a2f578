//! A browser for downloads to live in: a simulated edge, a simulated clock, a library that is a map.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::super::protocol::{Kind, Progress, SeriesKey, Trouble, Want};
use super::{Errand, Held, LONG_HOLE, Note, Queue, Whose};
use domain::{Bar, Bars, Span, Symbol, Timeframe, Ts, Venue};
use std::collections::BTreeMap;
use venues::HttpReply;
use venues::sim::{Shape, SimExchange, market};

const TICK_MS: i64 = 200;
pub const SLOTS: u32 = 14_000;
pub const MINUTE: i64 = 60_000;

pub fn listed() -> Ts {
    Ts::from_date(2026, 1, 1)
}

pub fn key(code: &str) -> SeriesKey {
    SeriesKey {
        venue: Venue::Upbit,
        symbol: Symbol::parse(code).unwrap(),
        timeframe: Timeframe::Minute1,
    }
}

pub fn want(key: SeriesKey) -> Want {
    let end = Ts(listed().0 + i64::from(SLOTS) * MINUTE);
    let start = listed();
    let span = Some(Span { start, end });
    Want { key, span }
}

/// A browser, as far as the queue can tell.
pub struct World {
    pub queue: Queue,
    pub exchange: SimExchange,
    pub library: BTreeMap<SeriesKey, Bars>,
    pub now: Ts,
    pub flying: Vec<(Ts, Whose, Result<HttpReply, String>)>,
    /// The stretch each request asked for, oldest first.
    pub asked: Vec<(SeriesKey, Span)>,
    pub notes: Vec<Note>,
}

impl World {
    pub fn new(codes: &[&str]) -> World {
        let mut exchange = SimExchange::new(Venue::Upbit, 3, None).relayed();
        // Slow enough that something is kept while more is on its way.
        exchange.latency_ms = (900, 1_500);
        for (seed, code) in codes.iter().enumerate() {
            let shape = Shape {
                listed: listed(),
                slots: SLOTS,
                holes: 0.05,
                halts: 0.0,
            };
            let truth = market(seed as u64, Timeframe::Minute1, shape);
            exchange.list(Symbol::parse(code).unwrap(), &truth);
        }
        World {
            queue: Queue::default(),
            exchange,
            library: BTreeMap::new(),
            now: Ts(listed().0 + i64::from(SLOTS + 60) * MINUTE),
            flying: Vec::new(),
            asked: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub fn held(&self, key: SeriesKey) -> Option<Held> {
        let bars = self.library.get(&key)?;
        let times = bars.open_time();
        let next = |open: i64| key.timeframe.close_of(Ts(open));
        let holes = times.windows(2).map(|pair| Span {
            start: next(pair[0]),
            end: Ts(pair[1]),
        });
        let long = |hole: &Span| hole.end.0 - hole.start.0 >= LONG_HOLE as i64 * MINUTE;
        Some(Held {
            span: bars.span()?,
            last: bars.get(bars.len() - 1),
            holes: holes.filter(long).collect(),
        })
    }

    pub fn start(&mut self, want: Want) -> Result<(), Trouble> {
        let held = self.held(want.key);
        self.queue.start(&want, held.as_ref(), self.now)
    }

    pub fn progress(&self, key: SeriesKey) -> Progress {
        let list = self.queue.list();
        list.into_iter()
            .find(|one| one.key == key)
            .unwrap()
            .progress
    }

    pub fn bars(&self, key: SeriesKey) -> usize {
        self.library.get(&key).map_or(0, Bars::len)
    }

    pub fn truth(&mut self, key: SeriesKey) -> Bars {
        self.exchange
            .truth(key.symbol, key.timeframe)
            .unwrap()
            .clone()
    }

    /// Has the library every bar of the exchange?
    pub fn is_whole(&mut self, key: SeriesKey) -> bool {
        self.library.get(&key).cloned() == Some(self.truth(key))
    }

    /// What the driver does after everything that happens.
    pub fn settle(&mut self) -> bool {
        for key in self.queue.ripe(self.now) {
            let Some(bars) = self.queue.take(key) else {
                continue;
            };
            let kept = self.library.entry(key).or_insert(Bars::new(key.timeframe));
            let joined = joined(key, kept, &bars).map(|joined| *kept = joined);
            self.queue.kept(key, &bars, joined);
        }
        for key in self.queue.unseated() {
            let held = self.held(key);
            self.queue.seat(key, held.as_ref(), self.now);
        }
        let (errands, busy) = self.queue.send(self.now);
        for Errand { whose, request } in errands {
            let (latency, reply) = self.exchange.respond(&request, self.now);
            self.asked.push(stretch(&request.target));
            self.flying.push((Ts(self.now.0 + latency), whose, reply));
        }
        if let Some(notes) = self.queue.take_notes() {
            self.notes = notes;
        }
        busy
    }

    /// Goes on until something is so, or nothing is left to do.
    pub fn until(&mut self, mut so: impl FnMut(&World) -> bool) {
        loop {
            let busy = self.settle();
            if so(self) || !busy {
                return;
            }
            let tick = Ts(self.now.0 + TICK_MS);
            self.flying.sort_by_key(|(at, ..)| *at);
            match self.flying.first() {
                Some((at, ..)) if *at <= tick => {
                    let (at, whose, reply) = self.flying.remove(0);
                    self.now = self.now.max(at);
                    let reply = reply.as_ref().map_err(String::as_str);
                    self.queue.heard(whose, reply, self.now, 0.5);
                }
                _ => self.now = tick,
            }
        }
    }

    pub fn run_out(&mut self) {
        self.until(|_| false);
    }

    /// The page goes and comes again: what is written down stays, the rest is gone.
    pub fn reload(&mut self) {
        self.flying.clear();
        let written = postcard::to_allocvec(&self.notes).unwrap();
        self.queue = Queue::default();
        self.queue.restore(postcard::from_bytes(&written).unwrap());
    }
}

/// Both in order; a bar that is in both must be the same in both.
fn joined(key: SeriesKey, there: &Bars, new: &Bars) -> Result<Bars, Trouble> {
    let mut all: BTreeMap<Ts, Bar> = there.iter().map(|bar| (bar.open_time, bar)).collect();
    for bar in new.iter() {
        if all.insert(bar.open_time, bar).is_some_and(|old| old != bar) {
            let at = bar.open_time;
            return Err(Kind::Overlap { key, at }.into());
        }
    }
    let mut joined = Bars::new(there.timeframe());
    for bar in all.into_values() {
        joined.push(bar).unwrap();
    }
    Ok(joined)
}

/// `/api/v1/upbit/candles/KRW-BTC/1m?from=…&to=…`
fn stretch(target: &str) -> (SeriesKey, Span) {
    let number = |name: &str| {
        let rest = target.split(&format!("{name}=")).nth(1).unwrap();
        Ts(rest.split('&').next().unwrap().parse().unwrap())
    };
    let span = Span {
        start: number("from"),
        end: number("to"),
    };
    (key(target.split('/').nth(5).unwrap()), span)
}
