//! Bars made up, written and read in memory while nobody asks: a browser optimises only code that has run often, and the first
//! question would run all of it unoptimised.

use super::super::columns::to_buffers;
use super::super::protocol::SeriesKey;
use super::disk::Disk;
use super::handed::Handed;
use super::opfs::pause;
use super::reading::practise;
use super::supply::Supply;
use super::words::id_of;
use super::{Work, now};
use crate::library::later::Inbox;
use crate::library::pace::{Next, Pace};
use domain::bars::Columns;
use domain::{Bars, Symbol, Timeframe, Venue};
use js_sys::Reflect;
use std::cell::Cell;
use std::rc::Rc;
use store::{Library, Memory, Practice, Write};
use wasm_bindgen_futures::spawn_local;

/// Rounds of so many bars, first short ones: they are slow, and a question that comes meanwhile waits for one at most.
const ROUNDS: [(u32, usize); 2] = [(40, 8_192), (6, 44_640)];
/// Between two rounds, in which questions are heard and another core optimises what was found to run often.
const PAUSE_MS: i32 = 8;
/// Nothing was asked for so long: the page has what it needs first.
const QUIET_MS: i32 = 250;
/// Says outside that all is done and series are named, for a bench or a test to wait on.
const DONE: &str = "backcastWarm";

/// Bars of the segment that is read right after the first answer.
const EARLY_BARS: usize = 2_048;

/// How far the warming up is, and whether it is quiet enough for it.
#[derive(Default)]
pub struct Warming {
    begun: bool,
    done: u32,
    /// A next look is on its way.
    coming: bool,
    /// Something was asked since the last look.
    asked: bool,
}

impl Warming {
    /// Somebody had an answer; the first one starts it all.
    pub fn answered(&mut self, serving: &Rc<Cell<bool>>, inbox: &Inbox<Work>) {
        self.asked = true;
        if !std::mem::replace(&mut self.begun, true) {
            let (serving, tidies) = (Rc::clone(serving), inbox.clone());
            spawn_local(async move {
                early(serving).await;
                // Last, since no question can come between its parts.
                tidies.put(Work::Tidy);
            });
            self.look(QUIET_MS, inbox);
        }
    }

    /// There is more to do when it is quiet again.
    pub fn go_on(&mut self, inbox: &Inbox<Work>) {
        if self.begun && !self.coming {
            // What was asked up to now is answered.
            self.asked = false;
            say_done(false);
            self.look(QUIET_MS, inbox);
        }
    }

    /// Is nobody waiting? Otherwise it is looked again in a while.
    pub fn is_quiet(&mut self, inbox: &Inbox<Work>) -> bool {
        self.coming = false;
        let asked = std::mem::take(&mut self.asked);
        if asked {
            self.look(QUIET_MS, inbox);
        }
        !asked
    }

    /// The next round; `false` when all are done.
    pub async fn round(&mut self) -> bool {
        let mut before = 0;
        let bars = ROUNDS.iter().find_map(|(rounds, bars)| {
            before += rounds;
            (self.done < before).then_some(*bars)
        });
        let Some(bars) = bars else {
            return false;
        };
        // What goes wrong in memory with bars of no one concerns no one, and would go wrong again.
        self.done = match write_and_read(bars).await {
            Some(()) => self.done + 1,
            None => u32::MAX,
        };
        true
    }

    /// A step is done: the next one follows soon, or nothing is left.
    pub fn rest(&mut self, more: bool, inbox: &Inbox<Work>) {
        match more {
            true => self.look(PAUSE_MS, inbox),
            false => say_done(true),
        }
    }

    fn look(&mut self, millis: i32, inbox: &Inbox<Work>) {
        self.coming = true;
        later(millis, inbox);
    }
}

/// Reads made-up bars as soon as somebody has the first answer: the next question may be for a million real ones. Each step is short,
/// what was asked meanwhile comes between two of them, and none is made while somebody is served.
async fn early(serving: Rc<Cell<bool>>) {
    let (mut pace, mut practice) = (Pace::default(), None);
    loop {
        pause(0).await;
        let done = match (pace.next(serving.get()), &practice) {
            (Next::Leave, _) => return,
            (Next::Pack, _) => {
                practice = practice_of(EARLY_BARS);
                practice.is_some()
            }
            (Next::Read(times), Some((of, key))) => {
                (0..times).all(|_| practise(of, *key).is_some())
            }
            (Next::Read(_), None) => false,
        };
        if !done {
            return;
        }
    }
}

fn practice_of(rows: usize) -> Option<(Practice, SeriesKey)> {
    let key = key()?;
    let practice = Practice::new(id_of(key), &made(rows)?).ok()??;
    Some((practice, key))
}

fn say_done(done: bool) {
    // Nobody has to look at it.
    let _ = Reflect::set(&js_sys::global(), &DONE.into(), &done.into());
}

fn later(millis: i32, inbox: &Inbox<Work>) {
    let inbox = inbox.clone();
    spawn_local(async move {
        pause(millis).await;
        inbox.put(Work::Warm);
    });
}

/// Through what a file and a run go through, on a disk that is none.
async fn write_and_read(rows: usize) -> Option<()> {
    let (library, key) = written(rows).await?;
    let mut supply = Supply::default();
    supply.handed(&library, key, None).await.ok()?;
    Some(())
}

/// Made-up bars, kept on a disk that is none.
async fn written(rows: usize) -> Option<(Library<Disk>, SeriesKey)> {
    let key = key()?;
    let bars = Handed::new(key.timeframe, &to_buffers(&made(rows)?)).ok()?;
    let (mut library, _) = Library::open(Disk::Memory(Memory::new())).await.ok()?;
    let how = Write::file(now(), "warm");
    library.append(id_of(key), &bars, how).await.ok()?;
    Some((library, key))
}

fn key() -> Option<SeriesKey> {
    Some(SeriesKey {
        venue: Venue::File,
        symbol: Symbol::parse("WARM").ok()?,
        timeframe: Timeframe::Minute1,
    })
}

/// Bars whose prices go up and down as prices do.
fn made(rows: usize) -> Option<Bars> {
    let mut columns = Columns::default();
    let (mut price, mut seed) = (50_000_i64, 1_u32);
    for row in 0..rows {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let open = price;
        price = (price + i64::from(seed >> 24) - 127).max(1_000);
        let wick = i64::from(seed >> 16 & 31);
        columns.open_time.push(60_000 * row as i64);
        columns.open.push(open as f64);
        columns.high.push((open.max(price) + wick) as f64);
        columns.low.push((open.min(price) - wick) as f64);
        columns.close.push(price as f64);
        columns.volume.push(f64::from(seed >> 8 & 0xffff) / 1000.0);
        columns.made_up.push(false);
    }
    Bars::from_columns(Timeframe::Minute1, columns).ok()
}
