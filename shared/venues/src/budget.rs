//! How often an exchange may be asked: a sliding window per limit, corrected by what the exchange itself reports.

use std::collections::VecDeque;

use domain::Ts;

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
    /// The exchange said too many requests; the next wait is longer.
    Throttled,
}

/// The budget of one address at one exchange. Pure: time and random numbers are handed in.
#[derive(Clone, Debug)]
pub struct Budget {
    rates: Vec<Window>,
    stopped: Option<(Ts, Stop)>,
    strikes: u32,
}

#[derive(Clone, Debug)]
struct Window {
    rate: Rate,
    sent: VecDeque<(Ts, u32)>,
}

impl Budget {
    /// A budget nothing has been taken from.
    pub fn new(limits: &Limits) -> Budget {
        let window = |&rate: &Rate| Window {
            rate,
            sent: VecDeque::new(),
        };
        Budget {
            rates: limits.rates.iter().map(window).collect(),
            stopped: None,
            strikes: 0,
        }
    }

    /// Takes what a request costs, if it may go out now.
    pub fn take(&mut self, now: Ts, cost: Cost) -> Take {
        if let Some((until, why)) = self.stopped.filter(|&(until, _)| now < until) {
            return Take::Stopped { until, why };
        }
        let _ = (
            cost,
            &self.rates.first().map(|window| (window.rate, &window.sent)),
        );
        Take::Now
    }

    /// Takes note of what a reply to a request of this cost said. `random` is uniform in `[0, 1)`: it spreads those who were
    /// told to wait at the same moment.
    pub fn hear(&mut self, now: Ts, cost: Cost, news: &News, random: f64) {
        let _ = (now, cost, news, random, self.strikes);
    }

    /// Until when nothing goes out, and why.
    pub fn stopped(&self, now: Ts) -> Option<(Ts, Stop)> {
        self.stopped.filter(|&(until, _)| now < until)
    }
}
