//! The simulated exchange itself: its limit, its bans, its faults.

use std::collections::{BTreeMap, VecDeque, btree_map::Entry};

use domain::{Bars, Symbol, Timeframe, Ts, Venue, random::Random};

use super::wire;
use crate::{HttpReply, HttpRequest, Rate, find};

/// How much longer one request may be on its way than another.
const JITTER_MS: usize = 35;

/// How often each thing goes wrong, 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// Nothing comes back.
    pub lost: f64,
    /// Status 500 to 503.
    pub server: f64,
    /// Status 429 without a reason.
    pub throttled: f64,
    /// Blocked for a minute or two, without a reason.
    pub banned: f64,
    /// HTML with status 200.
    pub html: f64,
    /// The body is cut off somewhere.
    pub truncated: f64,
    /// Two rows have changed places.
    pub disorder: f64,
    /// A row comes twice.
    pub twice: f64,
    /// The rows of another market.
    pub other_market: f64,
    /// A page without rows where there are some.
    pub empty: f64,
    /// A price has become a text, or a text a number.
    pub changed: f64,
}

impl Faults {
    /// Everything goes wrong this often.
    pub fn all(chance: f64) -> Faults {
        Faults {
            lost: chance,
            server: chance,
            throttled: chance,
            banned: chance / 10.0,
            html: chance,
            truncated: chance,
            disorder: chance,
            twice: chance,
            other_market: chance,
            // An end is believed when it is said twice: this one must not come twice in a row.
            empty: 0.0,
            changed: chance,
        }
    }
}

/// An exchange that knows the truth.
#[derive(Clone, Debug)]
pub struct SimExchange {
    venue: Venue,
    relayed: bool,
    truth: BTreeMap<(Symbol, Timeframe), Bars>,
    listed: BTreeMap<Symbol, Bars>,
    rate: Option<Rate>,
    sent: VecDeque<(Ts, u32)>,
    banned_until: Ts,
    strikes: u32,
    random: Random,
    /// What goes wrong.
    pub faults: Faults,
    /// Fastest and slowest reply, in milliseconds.
    pub latency_ms: (u32, u32),
    /// Bars of a page of the edge.
    pub edge_page: usize,
    /// Requests so far.
    pub calls: u64,
    /// Weight of all requests so far.
    pub weight: u64,
    /// Requests that came too soon after others.
    pub too_many: u64,
    /// Requests that came during a ban.
    pub during_ban: u64,
}

impl SimExchange {
    /// An exchange with one limit: its own for bars, or none.
    pub fn new(venue: Venue, seed: u64, rate: Option<Rate>) -> SimExchange {
        SimExchange {
            venue,
            relayed: false,
            truth: BTreeMap::new(),
            listed: BTreeMap::new(),
            rate,
            sent: VecDeque::new(),
            banned_until: Ts(i64::MIN),
            strikes: 0,
            random: Random::named(seed, "simulated exchange", 0),
            faults: Faults::default(),
            latency_ms: (40, 250),
            edge_page: 5_000,
            calls: 0,
            weight: 0,
            too_many: 0,
            during_ban: 0,
        }
    }

    /// The edge in front of it instead: it speaks the relay's lines.
    pub fn relayed(mut self) -> SimExchange {
        self.relayed = true;
        self
    }

    /// Lists a market. Longer bars are made of these.
    pub fn list(&mut self, symbol: Symbol, truth: &Bars) {
        self.truth.retain(|&(known, _), _| known != symbol);
        self.listed.insert(symbol, truth.clone());
    }

    /// The bars a market was listed with.
    pub fn listed(&self, symbol: Symbol) -> Option<&Bars> {
        self.listed.get(&symbol)
    }

    /// The whole truth about a market.
    pub fn truth(&mut self, symbol: Symbol, timeframe: Timeframe) -> Option<&Bars> {
        let listed = self.listed.get(&symbol)?;
        // A volume is a sum, and the same sum in another order ends in other digits: longer bars are made the way they are served.
        let asked = find(self.venue)?.serves(timeframe)?.asked(timeframe);
        match self.truth.entry((symbol, timeframe)) {
            Entry::Occupied(known) => Some(known.into_mut()),
            Entry::Vacant(place) => {
                Some(place.insert(listed.resample(asked).ok()?.resample(timeframe).ok()?))
            }
        }
    }

    /// Answers a request: after how many milliseconds, and what.
    pub fn respond(&mut self, request: &HttpRequest, now: Ts) -> (i64, Result<HttpReply, String>) {
        self.calls += 1;
        self.weight += u64::from(request.cost.weight);
        let (fast, slow) = self.latency_ms;
        let spread = (slow.saturating_sub(fast)) as usize + 1;
        let latency = i64::from(fast) + self.random.below(spread) as i64;
        let reply = self.guarded(request, now);
        (latency, reply)
    }

    fn guarded(&mut self, request: &HttpRequest, now: Ts) -> Result<HttpReply, String> {
        if now < self.banned_until {
            self.during_ban += 1;
            return Ok(self.ban(now));
        }
        if let Some(rate) = self.rate.filter(|_| request.cost.weight > 0)
            && self.arrive(rate, request.cost.weight, now) > rate.most
        {
            self.too_many += 1;
            self.strikes += 1;
            if self.strikes > 3 {
                self.banned_until = Ts(now.0 + 120_000);
                return Ok(self.ban(now));
            }
            return Ok(HttpReply::new(429, "").with("retry-after", "1"));
        }
        let faults = self.faults;
        if self.random.chance(faults.lost) {
            return Err("the connection was reset".to_owned());
        }
        if self.random.chance(faults.banned) {
            self.banned_until = Ts(now.0 + 60_000);
            return Ok(self.ban(now));
        }
        if self.random.chance(faults.throttled) {
            return Ok(self.told(HttpReply::new(429, "{}")));
        }
        if self.random.chance(faults.server) {
            let status = [500, 502, 503].get(self.random.below(3)).copied();
            return Ok(HttpReply::new(status.unwrap_or(500), "<html>oops</html>"));
        }
        if self.random.chance(faults.html) {
            return Ok(HttpReply::new(200, "<!doctype html><title>Wait</title>"));
        }
        let question = wire::Question::read(self.venue, self.relayed, &request.target);
        let Some(mut question) = question else {
            return Ok(HttpReply::new(
                400,
                r#"{"error":{"name":400,"message":"bad question"}}"#,
            ));
        };
        let edge_page = self.edge_page;
        let (symbol, timeframe) = (question.symbol, question.timeframe);
        let Some(truth) = self.truth(symbol, timeframe) else {
            return Ok(wire::unknown_market(self.venue, self.relayed));
        };
        let mut rows = question.answer(truth, now, edge_page);
        let chance = |random: &mut Random, chance: f64| random.chance(chance);
        if chance(&mut self.random, faults.empty) {
            rows.clear();
        }
        if rows.len() > 1 && chance(&mut self.random, faults.disorder) {
            let one = self.random.below(rows.len() - 1);
            rows.swap(one, one + 1);
        }
        if !rows.is_empty() && chance(&mut self.random, faults.twice) {
            let one = self.random.below(rows.len());
            if let Some(&row) = rows.get(one) {
                rows.insert(one, row);
            }
        }
        if !rows.is_empty() && chance(&mut self.random, faults.other_market) {
            question.lie();
        }
        let mut body = question.body(&rows);
        if !rows.is_empty() && chance(&mut self.random, faults.changed) {
            body = body.replacen("1", "\"one\"", 1);
        }
        if chance(&mut self.random, faults.truncated) {
            let keep = self.random.below(body.len());
            body.truncate(keep);
        }
        Ok(self.told(HttpReply::new(200, body)))
    }

    /// Counts a request as it arrives, a little after it was sent: the most weight of any window it is in.
    fn arrive(&mut self, rate: Rate, weight: u32, now: Ts) -> u32 {
        let at = Ts(now.0 + self.random.below(JITTER_MS + 1) as i64);
        let old = now.0 - 2 * rate.per_ms;
        while self.sent.front().is_some_and(|&(at, _)| at.0 <= old) {
            self.sent.pop_front();
        }
        let place = self.sent.partition_point(|&(known, _)| known <= at);
        self.sent.insert(place, (at, weight));
        // Windows end with a request; those that hold this one end with it or soon after.
        let ends = self.sent.iter().skip(place).map(|&(end, _)| end);
        let ends: Vec<Ts> = ends.take_while(|end| end.0 < at.0 + rate.per_ms).collect();
        ends.into_iter()
            .map(|end| self.used(rate, end))
            .max()
            .unwrap_or(0)
    }

    /// The weight in the window that ends at this moment.
    fn used(&self, rate: Rate, end: Ts) -> u32 {
        self.sent
            .iter()
            .rev()
            .skip_while(|&&(at, _)| at > end)
            .take_while(|&&(at, _)| at.0 > end.0 - rate.per_ms)
            .map(|&(_, weight)| weight)
            .sum()
    }

    /// The headers that tell the budget.
    fn told(&self, reply: HttpReply) -> HttpReply {
        let Some(rate) = self.rate.filter(|_| !self.relayed) else {
            return reply;
        };
        let used = self
            .sent
            .back()
            .map_or(0, |&(last, _)| self.used(rate, last));
        let left = rate.most.saturating_sub(used);
        match self.venue {
            Venue::Upbit => reply.with(
                "Remaining-Req",
                &format!("group=candles; min=600; sec={left}"),
            ),
            Venue::Binance => reply.with("X-MBX-USED-WEIGHT-1M", &used.to_string()),
            _ => reply
                .with("X-RateLimit-Limit", &rate.most.to_string())
                .with("X-RateLimit-Remaining", &left.to_string()),
        }
    }

    fn ban(&self, now: Ts) -> HttpReply {
        let seconds = (self.banned_until.0 - now.0 + 999) / 1_000;
        if self.relayed {
            let body = format!(
                r#"{{"error":{{"code":"banned","message":"blocked","retry_after_s":{seconds}}}}}"#
            );
            return HttpReply::new(503, body);
        }
        match self.venue {
            Venue::Upbit => HttpReply::new(
                418,
                format!(r#"{{"error":{{"name":418,"message":"blocked for {seconds} seconds"}}}}"#),
            ),
            // Alpaca bans nobody: it keeps saying that it is too much.
            Venue::Alpaca => HttpReply::new(429, "{}").with("Retry-After", &seconds.to_string()),
            _ => HttpReply::new(418, "{}").with("Retry-After", &seconds.to_string()),
        }
    }
}
