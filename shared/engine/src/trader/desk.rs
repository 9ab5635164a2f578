//! One symbol's side of a run: what waits, what rests and what protects.

use crate::guard::Guard;
use crate::ledger::Position;
use domain::plan::Direction;
use domain::{Approved, Bar, Instrument, Order, OrderKind, Reason, Ts};

/// One symbol's side of a run.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    /// Its trading rules.
    pub(super) instrument: Instrument,
    /// Bars it has had.
    pub(super) rows: u32,
    /// Close time of the last bar.
    pub(super) last_close: Ts,
    /// Volume of the last bar.
    pub(super) last_volume: f64,
    /// Exits waiting for the next open: of the long and of the short.
    pub(super) leave: [Option<Reason>; 2],
    /// An entry level was reached and waits for the next open: of the long and of the short, both only with hedging.
    pub(super) waiting: [Option<Waiting>; 2],
    /// Levels that must be reached in this bar to become a signal.
    pub(super) watched: Vec<Watched>,
    /// Orders at the venue in this bar.
    pub(super) resting: Vec<Order<Approved>>,
    /// What they may cost.
    pub(super) promised: f64,
    /// At the last close, was no position held, or its exit ordered?
    pub(super) free: bool,
    /// First bar an entry may happen in again.
    pub(super) allowed_from: u32,
    /// Entries whose condition has failed since they were last used, one bit each.
    pub(super) armed: u64,
    /// The day of the last entry, and how many it had.
    pub(super) today: (i64, u32),
    /// What protects the long and the short.
    pub(super) guards: [Guard; 2],
    /// When the session of the long and of the short ends.
    pub(super) session_end: [Option<Ts>; 2],
    /// Until when the long and the short have paid for being held.
    pub(super) paid_until: [Ts; 2],
    /// Money the next add to the long and to the short is for.
    pub(super) add_money: [f64; 2],
    /// Does the long, does the short grow at the next open?
    pub(super) grows: [bool; 2],
    /// Are the shares of the account set right at the next open?
    pub(super) rebalances: bool,
}

/// An entry level that was reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    /// Which entry of the plan.
    pub(super) entry: usize,
    /// By which kind of level.
    pub(super) reason: Reason,
}

/// An entry level that is watched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watched {
    /// Which entry of the plan.
    pub(super) entry: usize,
    /// Long or short.
    pub(super) direction: Direction,
    /// The level.
    pub(super) kind: OrderKind,
}

impl Desk {
    pub(super) fn new(instrument: Instrument) -> Desk {
        Desk {
            instrument,
            rows: 0,
            last_close: Ts(i64::MIN),
            last_volume: 0.0,
            leave: [None; 2],
            waiting: [None; 2],
            watched: Vec::new(),
            resting: Vec::new(),
            promised: 0.0,
            free: true,
            allowed_from: 0,
            armed: u64::MAX,
            today: (i64::MIN, 0),
            guards: [Guard::default(), Guard::default()],
            session_end: [None; 2],
            paid_until: [Ts(i64::MIN); 2],
            add_money: [0.0; 2],
            grows: [false; 2],
            rebalances: false,
        }
    }

    /// Do its positions live through a bar of which only the range is known?
    #[inline]
    pub(super) fn holds_through(&self, both: &[Option<Position>; 2], bar: &Bar) -> bool {
        BOTH.iter().all(|direction| {
            let place = index(*direction);
            both[place].is_none()
                || self.leave[place].is_none()
                    && self.session_end[place].is_none()
                    && !self.guards[place].reaches(*direction, bar.low, bar.high)
        })
    }

    /// Does an entry whose level was reached wait for the next open?
    #[inline]
    pub(super) fn waits(&self) -> bool {
        self.waiting.iter().any(Option::is_some)
    }

    pub(super) fn guard(&self, direction: Direction) -> &Guard {
        &self.guards[index(direction)]
    }

    pub(super) fn guard_mut(&mut self, direction: Direction) -> &mut Guard {
        &mut self.guards[index(direction)]
    }

    pub(super) fn leaving(&mut self, direction: Direction) -> &mut Option<Reason> {
        &mut self.leave[index(direction)]
    }

    pub(super) fn paid_until(&mut self, direction: Direction) -> &mut Ts {
        &mut self.paid_until[index(direction)]
    }

    pub(super) fn add_money(&mut self, direction: Direction) -> &mut f64 {
        &mut self.add_money[index(direction)]
    }

    pub(super) fn grows_mut(&mut self, direction: Direction) -> &mut bool {
        &mut self.grows[index(direction)]
    }

    pub(super) fn session_end(&mut self, direction: Direction) -> &mut Option<Ts> {
        &mut self.session_end[index(direction)]
    }
}

/// Longs first.
pub(super) const fn index(direction: Direction) -> usize {
    match direction {
        Direction::Long => 0,
        Direction::Short => 1,
    }
}

/// Both directions, longs first.
pub(super) const BOTH: [Direction; 2] = [Direction::Long, Direction::Short];
