//! How often an exchange may be asked: a sliding window per limit, corrected by what the exchange itself reports.
//!
//! A window holds what was sent in the last stretch of time, so no stretch of that length, wherever it begins, ever holds
//! more than the limit. (A bucket that refills would let twice its size through around the moment it is full.) What others
//! at the same address use is learned from the replies' headers and counted like our own.

mod window;

use domain::Ts;
use window::Window;

/// What one request takes from the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Whose budget, by the exchange's name for it.
    pub group: &'static str,
    /// How much of it.
    pub weight: u32,
}

impl Cost {
    /// A request nobody counts.
    pub const FREE: Cost = Cost {
        group: "",
        weight: 0,
    };
}

/// So much in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Whose requests count.
    pub group: &'static str,
    /// Most weight in any stretch of time that long.
    pub most: u32,
    /// How long, in milliseconds.
    pub per_ms: i64,
}

/// What an exchange allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Every limit; a group without one is free.
    pub rates: &'static [Rate],
    /// Most bars in one reply.
    pub page: u32,
    /// What one page of bars costs.
    pub bars: Cost,
}

/// What a reply says about the budget.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Weight used in the running window, ours and everybody's at our address.
    pub used: Option<u32>,
    /// Weight left in the running window.
    pub left: Option<u32>,
    /// The size of the budget, where plans differ.
    pub most: Option<u32>,
    /// When the request went out, for a sender that remembers: a reply that took its time counts what was sent before and since.
    pub sent: Option<Ts>,
    /// As much of what is used may be ours, for a sender that knows when its calls were answered.
    pub ours: u32,
    /// When the running window ends.
    pub reset: Option<Ts>,
    /// The reply belongs to another, much smaller budget: a browser's `Origin` header went out with the request.
    pub origin: bool,
    /// Asked too often: wait, for so many seconds if they were told.
    pub throttled: Option<Option<u64>>,
    /// Blocked: for so many seconds if they were told.
    pub banned: Option<Option<u64>>,
}

/// May a request go out?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Yes, and it has been counted.
    Now,
    /// Not before this moment.
    Wait(Ts),
    /// Nothing at all may go out before this moment.
    Stopped {
        /// Until when.
        until: Ts,
        /// Why.
        why: Stop,
    },
}

/// Why everything stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The exchange blocked this address.
    Banned,
    /// The exchange said too many requests; each time it says so again, the wait is longer.
    Throttled,
}

/// The first wait after too many requests, when none was told.
const FIRST_WAIT_MS: i64 = 1_000;
/// No wait of ours is longer; one the exchange tells may be.
const LONGEST_WAIT_MS: i64 = 60_000;
/// A ban nobody told the length of; the shortest that exchanges document is two minutes.
const UNTOLD_BAN_MS: i64 = 180_000;
/// Nobody bans for longer than a week: a larger figure is in another unit.
const LONGEST_TOLD_S: u64 = 7 * 86_400;
/// A request with an `Origin` header is allowed once in so long.
const ORIGIN_WAIT_MS: i64 = 10_000;

/// The budget of one address at one exchange. Pure: time and random numbers are handed in.
#[derive(Clone, Debug)]
pub struct Budget {
    windows: Vec<Window>,
    stopped: Option<(Ts, Stop)>,
    strikes: u32,
    latest: Ts,
}

impl Budget {
    /// A budget nothing has been taken from, for whoever counts a request from the moment it goes out.
    pub fn new(limits: &Limits) -> Budget {
        Budget::of(limits, Window::new)
    }

    /// The same for whoever holds every request until a whole window after its reply: the way there is counted already, and
    /// nothing more has to be left free for it.
    pub fn counted_to_reply(limits: &Limits) -> Budget {
        Budget::of(limits, Window::without_room)
    }

    fn of(limits: &Limits, window: fn(Rate) -> Window) -> Budget {
        Budget {
            windows: limits.rates.iter().map(|&rate| window(rate)).collect(),
            stopped: None,
            strikes: 0,
            latest: Ts(i64::MIN),
        }
    }

    /// Takes what a request costs, if it may go out now.
    pub fn take(&mut self, now: Ts, cost: Cost) -> Take {
        let now = self.clock(now);
        if let Some((until, why)) = self.stopped(now) {
            return Take::Stopped { until, why };
        }
        let free = self
            .windows_of(cost)
            .map(|window| window.free_at(now, cost.weight))
            .max()
            .unwrap_or(now);
        if now < free {
            return Take::Wait(free);
        }
        for window in self.windows_of(cost) {
            window.add(now, cost.weight);
        }
        Take::Now
    }

    /// Takes note of what a reply to a request of this cost said. `random` is uniform in `[0, 1)`: it spreads those who were
    /// told to wait at the same moment.
    pub fn hear(&mut self, now: Ts, cost: Cost, news: &News, random: f64) {
        let now = self.clock(now);
        if let Some(told) = news.banned {
            let wait = told.filter(believable).map_or(UNTOLD_BAN_MS, millis);
            self.stop(now, wait, Stop::Banned);
        } else if let Some(told) = news.throttled {
            let own = backoff(self.strikes, random);
            let told = told.filter(believable).map_or(0, millis);
            self.strikes = self.strikes.saturating_add(1);
            self.stop(now, own.max(told), Stop::Throttled);
        } else {
            self.strikes = 0;
        }
        if news.origin {
            self.stop(now, ORIGIN_WAIT_MS, Stop::Throttled);
            return;
        }
        // The headers speak of a group's first limit; a second one, over a longer time, is not told.
        if let Some(window) = self.windows_of(cost).next() {
            window.correct(now, news);
        }
    }

    /// Until when nothing goes out, and why.
    pub fn stopped(&self, now: Ts) -> Option<(Ts, Stop)> {
        self.stopped.filter(|&(until, _)| now < until)
    }

    fn stop(&mut self, now: Ts, wait_ms: i64, why: Stop) {
        let until = Ts(now.0.saturating_add(wait_ms));
        // A shorter wait never ends a longer one: a 429 that was under way says nothing about a ban.
        if self.stopped(now).is_none_or(|(end, _)| end < until) {
            self.stopped = Some((until, why));
        }
    }

    fn windows_of(&mut self, cost: Cost) -> impl Iterator<Item = &mut Window> {
        self.windows
            .iter_mut()
            .filter(move |window| window.group() == cost.group)
    }

    /// A clock that was set back must not free what was taken.
    fn clock(&mut self, now: Ts) -> Ts {
        self.latest = self.latest.max(now);
        self.latest
    }
}

/// Doubles with every strike and is spread over half to all of itself.
fn backoff(strikes: u32, random: f64) -> i64 {
    let doubled = FIRST_WAIT_MS.saturating_mul(1_i64 << strikes.min(16));
    let longest = doubled.min(LONGEST_WAIT_MS);
    let share = 0.5 + 0.5 * random.clamp(0.0, 1.0);
    // One second is what an exchange counts by: less would be one strike more.
    ((longest as f64 * share) as i64).max(FIRST_WAIT_MS)
}

fn believable(seconds: &u64) -> bool {
    (1..=LONGEST_TOLD_S).contains(seconds)
}

fn millis(seconds: u64) -> i64 {
    i64::try_from(seconds)
        .unwrap_or(i64::MAX)
        .saturating_mul(1_000)
}
