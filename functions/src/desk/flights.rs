//! Calls under way: each counts from when it goes out until a whole window after its reply, for it may arrive at any moment between.
//!
//! So no stretch of time at the exchange ever holds one call too many, however slow the way there is: of those that arrive in
//! one window, each was still counted when the last of them went out.

use std::collections::VecDeque;

use domain::Ts;
use venues::{Cost, Rate};

/// How often to look again when only a reply can make room.
const LOOK_AGAIN_MS: i64 = 10;

/// Our clock tells whole milliseconds, and the exchange's may run a little slower: so much longer than a window a call counts.
const CLOCKS_MS: i64 = 4;

/// No reply takes longer.
pub const LONGEST_CALL_MS: i64 = 10_000;

/// Calls that still count, or did when a reply that may still come was written.
#[derive(Default)]
pub struct Flights {
    flights: VecDeque<Flight>,
    left: u64,
    latest: i64,
}

/// A call that went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flight {
    number: u64,
    cost: Cost,
    landed: Option<i64>,
}

impl Flights {
    /// Lets a call go out and counts it, or says when to look again.
    pub fn board(&mut self, rates: &[Rate], now: Ts, cost: Cost) -> Result<Flight, Ts> {
        let now = self.clock(now);
        let longest = rates.iter().map(|rate| rate.per_ms).max().unwrap_or(0);
        self.flights
            .retain(|flight| flight.counts(longest + LONGEST_CALL_MS, now));
        let ours = rates.iter().filter(|rate| rate.group == cost.group);
        let free = ours.map(|rate| self.free_at(rate, now, cost.weight)).max();
        if let Some(free) = free.filter(|free| *free > now) {
            return Err(Ts(free));
        }
        self.left += 1;
        let flight = Flight {
            number: self.left,
            cost,
            landed: None,
        };
        self.flights.push_back(flight);
        Ok(flight)
    }

    /// The reply is here, or will never come. What is said later about the same call says nothing new.
    pub fn land(&mut self, flight: Flight, now: Ts) {
        let now = self.clock(now);
        let mut flights = self.flights.iter_mut();
        if let Some(known) = flights.find(|known| known.number == flight.number) {
            known.landed.get_or_insert(now);
        }
    }

    /// The call did not go out after all.
    pub fn stay(&mut self, flight: Flight) {
        self.flights.retain(|known| known.number != flight.number);
    }

    /// Counts what went out and was answered at this moment at the latest.
    pub fn landed(&mut self, cost: Cost, at: Ts) {
        self.left += 1;
        self.flights.push_back(Flight {
            number: self.left,
            cost,
            landed: Some(at.0),
        });
    }

    /// All that counts against this limit at a moment; for one in the past, all that may have.
    pub fn used(&self, rate: &Rate, at: Ts) -> u32 {
        let ours = self
            .flights
            .iter()
            .filter(|flight| flight.cost.group == rate.group && flight.counts(rate.per_ms, at.0));
        ours.map(|flight| flight.cost.weight).sum()
    }

    fn free_at(&self, rate: &Rate, now: i64, weight: u32) -> i64 {
        // More than the whole limit at once never fits: it goes out alone.
        let spare = rate.most.saturating_sub(weight);
        let mut used = 0;
        let mut landings = Vec::new();
        for flight in self
            .flights
            .iter()
            .filter(|flight| flight.cost.group == rate.group)
        {
            match flight.landed {
                Some(landed) if counts_until(landed, rate.per_ms) <= now => continue,
                Some(landed) => {
                    landings.push((counts_until(landed, rate.per_ms), flight.cost.weight));
                }
                None => {}
            }
            used += flight.cost.weight;
        }
        landings.sort_unstable();
        for (free, weight) in landings {
            if used <= spare {
                break;
            }
            used -= weight;
            if used <= spare {
                return free;
            }
        }
        if used <= spare {
            now
        } else {
            now + LOOK_AGAIN_MS
        }
    }

    /// A clock that was set back must not make room.
    fn clock(&mut self, now: Ts) -> i64 {
        self.latest = self.latest.max(now.0);
        self.latest
    }
}

impl Flight {
    fn counts(&self, per_ms: i64, now: i64) -> bool {
        self.landed
            .is_none_or(|landed| counts_until(landed, per_ms) > now)
    }
}

fn counts_until(landed: i64, per_ms: i64) -> i64 {
    landed.saturating_add(per_ms + CLOCKS_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COST: Cost = Cost {
        group: "candles",
        weight: 1,
    };
    const RATE: Rate = Rate {
        group: "candles",
        most: 10,
        per_ms: 1_000,
    };

    /// A small generator, so that a failure repeats.
    fn next(state: &mut u64) -> u64 {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        *state >> 33
    }

    #[test]
    fn no_window_at_the_exchange_holds_one_too_many_however_slow_the_way() {
        for seed in 1..40 {
            let mut state = seed;
            let mut flights = Flights::default();
            let mut under_way: Vec<(i64, Flight)> = Vec::new();
            let mut arrivals = Vec::new();
            let slowest = 1 + next(&mut state) % 3_000;
            for now in 0..20_000 {
                under_way.retain(|(reply, flight)| {
                    let here = *reply <= now;
                    if here {
                        flights.land(*flight, Ts(now));
                    }
                    !here
                });
                if let Ok(flight) = flights.board(&[RATE], Ts(now), COST) {
                    let there = now + (next(&mut state) % slowest) as i64;
                    let back = there + (next(&mut state) % slowest) as i64;
                    arrivals.push(there);
                    under_way.push((back, flight));
                }
            }
            arrivals.sort_unstable();
            for window in arrivals.windows(11) {
                assert!(window[10] - window[0] >= 1_000, "seed {seed}: {window:?}");
            }
        }
    }

    #[test]
    fn with_quick_replies_nearly_the_whole_budget_is_used() {
        let mut flights = Flights::default();
        let mut under_way: VecDeque<(i64, Flight)> = VecDeque::new();
        let mut sent = 0;
        let mut now = 0;
        while now < 60_000 {
            while let Some((_, flight)) = under_way.pop_front_if(|(reply, _)| *reply <= now) {
                flights.land(flight, Ts(now));
            }
            match flights.board(&[RATE], Ts(now), COST) {
                Ok(flight) => {
                    sent += 1;
                    under_way.push_back((now + 40, flight));
                }
                Err(free) => now = free.0.min(now + 5),
            }
        }
        assert!((570..=600).contains(&sent), "{sent} of 600");
    }

    #[test]
    fn weights_groups_and_several_limits() {
        let heavy = |weight| Cost {
            group: "weight",
            weight,
        };
        let limit = |most, per_ms| Rate {
            group: "weight",
            most,
            per_ms,
        };
        let rates = [RATE, limit(100, 60_000), limit(150, 300_000)];
        let mut flights = Flights::default();
        let Ok(first) = flights.board(&rates, Ts(0), heavy(80)) else {
            panic!("an empty budget has room");
        };
        flights.land(first, Ts(500));
        assert_eq!(flights.board(&rates, Ts(500), heavy(21)), Err(Ts(60_504)));
        assert!(
            flights.board(&rates, Ts(500), COST).is_ok(),
            "another group"
        );
        let Ok(second) = flights.board(&rates, Ts(60_504), heavy(60)) else {
            panic!("the minute is over");
        };
        flights.land(second, Ts(61_000));
        assert_eq!(flights.used(&limit(150, 300_000), Ts(61_000)), 140);
        assert_eq!(flights.used(&limit(100, 60_000), Ts(61_000)), 60);
        assert_eq!(flights.used(&limit(100, 60_000), Ts(60_503)), 140);
        assert_eq!(
            flights.board(&rates, Ts(200_000), heavy(20)),
            Err(Ts(300_504))
        );
    }
}
