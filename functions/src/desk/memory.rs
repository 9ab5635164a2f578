//! The budget of an exchange, written down before each call, so that neither a restart nor a trap makes it forget.

use std::cell::RefCell;

use domain::Ts;
use serde::{Deserialize, Serialize};
use venues::{Budget, Cost, Exchange, News, Stop, Take};
use worker::{Storage, console_error, js_sys};

use super::flights::{Flight, Flights, LONGEST_CALL_MS};

const KEY: &str = "budget";

/// The budget, as far as it has been read.
pub struct Memory {
    storage: Storage,
    ledger: RefCell<Option<Ledger>>,
}

/// May a call go out?
#[derive(Debug, PartialEq)]
pub enum Permit {
    /// Yes, and it has been counted.
    Go(Flight),
    /// Not before this moment.
    Wait(Ts),
    /// Nothing at all before this moment.
    Stopped(Ts, Stop),
}

struct Ledger {
    budget: Budget,
    flights: Flights,
}

/// What is written down.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    /// When.
    at: i64,
    /// Until when nothing goes out, and whether for a ban.
    stopped: Option<(i64, bool)>,
    /// What has gone out and still counts, by group.
    used: Vec<(String, u32)>,
}

impl Memory {
    /// Reads nothing yet.
    pub fn new(storage: Storage) -> Self {
        Self {
            storage,
            ledger: RefCell::new(None),
        }
    }

    /// Lets a call go out, and writes it down before it does.
    pub async fn permit(&self, exchange: &dyn Exchange, now: Ts, cost: Cost) -> Permit {
        self.read(exchange, now).await;
        let permit = match &mut *self.ledger.borrow_mut() {
            Some(ledger) => ledger.permit(exchange, now, cost),
            // Not reached: it has just been read.
            None => Permit::Wait(now),
        };
        if matches!(permit, Permit::Go(_)) {
            self.write(exchange, now).await;
        }
        permit
    }

    /// The exchange has begun to answer: whatever it still sends, it counted the call before now.
    pub fn land(&self, flight: Flight, now: Ts) {
        if let Some(ledger) = &mut *self.ledger.borrow_mut() {
            ledger.flights.land(flight, now);
        }
    }

    /// Takes note of what came back, or that nothing did.
    pub async fn hear(
        &self,
        exchange: &dyn Exchange,
        now: Ts,
        flight: Flight,
        cost: Cost,
        news: &News,
    ) {
        if let Some(ledger) = &mut *self.ledger.borrow_mut() {
            ledger.flights.land(flight, now);
            ledger.hear(exchange, now, cost, news, js_sys::Math::random());
        }
        if news.banned.is_some() || news.throttled.is_some() {
            self.write(exchange, now).await;
        }
    }

    async fn read(&self, exchange: &dyn Exchange, now: Ts) {
        if self.ledger.borrow().is_some() {
            return;
        }
        let record: Option<String> = match self.storage.get(KEY).await {
            Ok(record) => record,
            Err(error) => {
                console_error!(
                    "{}: the budget can't be read: {error}",
                    exchange.venue().id()
                );
                None
            }
        };
        let record = record.and_then(|text| serde_json::from_str::<Record>(&text).ok());
        // Another request may have read it meanwhile, and taken from it.
        self.ledger
            .borrow_mut()
            .get_or_insert_with(|| Ledger::restore(exchange, record, now));
    }

    async fn write(&self, exchange: &dyn Exchange, now: Ts) {
        let record = match &*self.ledger.borrow() {
            Some(ledger) => ledger.record(exchange, now),
            None => return,
        };
        let Ok(text) = serde_json::to_string(&record) else {
            return;
        };
        if let Err(error) = self.storage.put(KEY, text).await {
            console_error!(
                "{}: the budget can't be kept: {error}",
                exchange.venue().id()
            );
        }
    }
}

impl Ledger {
    fn permit(&mut self, exchange: &dyn Exchange, now: Ts, cost: Cost) -> Permit {
        if let Some((until, why)) = self.budget.stopped(now) {
            return Permit::Stopped(until, why);
        }
        let flight = match self.flights.board(exchange.limits().rates, now, cost) {
            Ok(flight) => flight,
            Err(until) => return Permit::Wait(until),
        };
        let refused = match self.budget.take(now, cost) {
            Take::Now => return Permit::Go(flight),
            Take::Wait(until) => Permit::Wait(until),
            Take::Stopped { until, why } => Permit::Stopped(until, why),
        };
        self.flights.stay(flight);
        refused
    }

    fn hear(&mut self, exchange: &dyn Exchange, now: Ts, cost: Cost, news: &News, random: f64) {
        let mut rates = exchange.limits().rates.iter();
        let ours = rates
            .find(|rate| rate.group == cost.group)
            .zip(news.sent)
            .map_or(0, |(rate, sent)| self.flights.used(rate, sent));
        let news = News {
            ours,
            ..news.clone()
        };
        self.budget.hear(now, cost, &news, random);
    }

    fn record(&self, exchange: &dyn Exchange, now: Ts) -> Record {
        let stopped = self.budget.stopped(now);
        let mut used: Vec<(String, u32)> = Vec::new();
        for rate in exchange.limits().rates {
            let weight = self.flights.used(rate, now);
            match used.iter_mut().find(|(group, _)| group == rate.group) {
                Some((_, known)) => *known = weight.max(*known),
                None => used.push((rate.group.to_owned(), weight)),
            }
        }
        Record {
            at: now.0,
            stopped: stopped.map(|(until, why)| (until.0, why == Stop::Banned)),
            used,
        }
    }

    /// What had gone out counts as if all of it had been answered just now, or when the slowest of it was at the latest.
    fn restore(exchange: &dyn Exchange, record: Option<Record>, now: Ts) -> Self {
        let limits = exchange.limits();
        let mut ledger = Self {
            budget: Budget::counted_to_reply(&limits),
            flights: Flights::default(),
        };
        let Some(record) = record else {
            return ledger;
        };
        let at = Ts(record.at.saturating_add(LONGEST_CALL_MS).min(now.0));
        for rate in limits.rates {
            let used = record.used.iter().find(|(group, _)| group == rate.group);
            if let Some((_, weight)) = used
                && ledger.flights.used(rate, at) == 0
            {
                let cost = Cost {
                    group: rate.group,
                    weight: *weight,
                };
                ledger.flights.landed(cost, at);
            }
        }
        if let Some((until, banned)) = record.stopped {
            let left = u64::try_from(until - now.0).unwrap_or(0).div_ceil(1_000);
            let told = (left > 0).then_some(Some(left));
            let news = match banned {
                true => News {
                    banned: told,
                    ..News::default()
                },
                false => News {
                    throttled: told,
                    ..News::default()
                },
            };
            ledger.budget.hear(now, limits.bars, &news, 0.0);
        }
        ledger
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Ts = Ts(1_790_812_800_000);

    /// A small generator, so that a failure repeats.
    fn next(state: &mut u64) -> i64 {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (*state >> 33) as i64
    }

    /// Calls until twenty seconds are over, each so long on its way there and back, by an exchange that tells what is left. Answers when
    /// they arrived.
    fn arrivals(exchange: &dyn Exchange, slowest: i64, seed: u64) -> Vec<i64> {
        let cost = exchange.limits().bars;
        let mut ledger = Ledger::restore(exchange, None, Ts(0));
        let mut state = seed;
        let mut under_way: Vec<(i64, i64, i64, Flight)> = Vec::new();
        let mut arrived: Vec<i64> = Vec::new();
        for now in 0..20_000 {
            under_way.retain(|&(reply, sent, there, flight)| {
                if reply > now {
                    return true;
                }
                let counted = |at: &&i64| (there - 999..=there).contains(*at);
                let used = arrived.iter().filter(counted).count() as u32;
                let news = News {
                    left: Some(10_u32.saturating_sub(used)),
                    sent: Some(Ts(sent)),
                    ..News::default()
                };
                ledger.flights.land(flight, Ts(now));
                ledger.hear(exchange, Ts(now), cost, &news, 0.5);
                false
            });
            while let Permit::Go(flight) = ledger.permit(exchange, Ts(now), cost) {
                let there = now + next(&mut state) % slowest;
                let reply = there + 1 + next(&mut state) % slowest;
                arrived.push(there);
                under_way.push((reply, now, there, flight));
            }
        }
        arrived.sort_unstable();
        arrived
    }

    #[test]
    fn no_second_holds_one_too_many_and_quick_replies_leave_nothing_unused() {
        for (slowest, least) in [(4, 198), (20, 190), (300, 140), (2_500, 40)] {
            for seed in 1..5 {
                let arrived = arrivals(&venues::upbit::Upbit, slowest, seed);
                for window in arrived.windows(11) {
                    assert!(
                        window[10] - window[0] >= 1_000,
                        "{slowest} {seed}: {window:?}"
                    );
                }
                let calls = arrived.len();
                assert!(calls >= least, "{slowest} {seed}: {calls} of 200");
            }
        }
    }

    fn again(exchange: &dyn Exchange, ledger: &Ledger, now: Ts) -> Ledger {
        let text = serde_json::to_string(&ledger.record(exchange, NOW)).unwrap_or_default();
        Ledger::restore(exchange, serde_json::from_str(&text).ok(), now)
    }

    #[test]
    fn a_used_budget_outlives_the_object() {
        for exchange in venues::ALL.iter().copied() {
            let cost = exchange.limits().bars;
            let mut ledger = Ledger::restore(exchange, None, NOW);
            let mut sent = 0;
            while matches!(ledger.permit(exchange, NOW, cost), Permit::Go(_)) && sent < 10_000 {
                sent += 1;
            }
            let venue = exchange.venue().id();
            assert!((1..10_000).contains(&sent), "{venue}");
            let full = again(exchange, &ledger, NOW).permit(exchange, NOW, cost);
            assert!(matches!(full, Permit::Wait(_)), "{venue}: {full:?}");
            let later = Ts(NOW.0 + 300_000);
            let free = again(exchange, &ledger, later).permit(exchange, later, cost);
            assert!(matches!(free, Permit::Go(_)), "{venue}: {free:?}");
        }
    }

    #[test]
    fn a_ban_outlives_the_object_and_ends_when_it_was_said_to() {
        for exchange in venues::ALL.iter().copied() {
            let cost = exchange.limits().bars;
            let mut ledger = Ledger::restore(exchange, None, NOW);
            let news = News {
                banned: Some(Some(600)),
                ..News::default()
            };
            ledger.budget.hear(NOW, cost, &news, 0.0);
            for (after, banned) in [
                (0, true),
                (300_000, true),
                (599_000, true),
                (600_000, false),
            ] {
                let now = Ts(NOW.0 + after);
                let permit = again(exchange, &ledger, now).permit(exchange, now, cost);
                let stopped = matches!(permit, Permit::Stopped(Ts(until), Stop::Banned) if until == NOW.0 + 600_000);
                assert_eq!(
                    stopped,
                    banned,
                    "{} after {after}: {permit:?}",
                    exchange.venue().id()
                );
            }
        }
    }
}
