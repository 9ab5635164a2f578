//! The money of the plain loop: what entries and exits cost, and how many units an entry gets.

use super::held::Held;
use super::{By, Deal, Far, Here, Run, Size, State, Wish};
use domain::instrument::Round;
use domain::{Bar, FillPolicy, Reason};

impl Run<'_> {
    pub(super) fn enter(&mut self, here: Here, wish: &Wish, units: f64, (time, price): (i64, f64)) {
        if units == 0.0 {
            return;
        }
        let (at, sign, symbol) = (here.at, wish.sign, &self.symbols[here.at]);
        let (_, paid) = self.paid(&here.bar, sign, price, wish.by == By::Limit);
        let fee = paid * units * self.fee(wish, &here.bar);
        // At an open and inside a bar the close before it is the last that is known.
        let known = here.row.checked_sub(usize::from(time == here.opened));
        let range = known.map_or(f64::NAN, |row| symbol.range[row]);
        let stop = self.rules.stop.map(|far| match far {
            Far::Percent(percent) => paid * (1.0 - sign * percent / 100.0),
            Far::Range(times) => paid - sign * times * range,
        });
        let target = self
            .rules
            .target
            .map(|percent| paid * (1.0 + sign * percent / 100.0));
        let stop = stop.and_then(|stop| self.tick(at, stop, -sign));
        let held = Held {
            sign,
            units,
            entered: (time, paid, wish.why),
            fee,
            stop: stop.map(|stop| (stop, Reason::StopLoss)),
            target: target.and_then(|target| self.tick(at, target, sign)),
            best: paid,
            closes: 0,
            whole: time == here.closed || price == here.bar.open,
        };
        self.cash -= sign * paid * units + fee;
        (self.state[at].held, self.state[at].mark) = (Some(held), paid);
    }

    pub(super) fn leave(&mut self, here: Here, time: i64, (price, why): (f64, Reason)) {
        if here.bar.made_up {
            return;
        }
        let Some(held) = self.state[here.at].held.take() else {
            return;
        };
        let waited = why == Reason::TakeProfit;
        let (_, paid) = self.paid(&here.bar, -held.sign, price, waited);
        let fee = if waited {
            self.rules.maker
        } else {
            self.rules.fee
        } * paid
            * held.units;
        self.cash += held.sign * paid * held.units - fee;
        (self.state[here.at].mark, self.state[here.at].leave) = (paid, None);
        self.note(here.at, held, (time, paid, why), fee);
        self.outcome.ruined |= self.equity() < 0.2 * self.rules.cash;
    }

    pub(super) fn note(&mut self, symbol: usize, held: Held, left: (i64, f64, Reason), fee: f64) {
        let Held {
            sign,
            units,
            entered,
            ..
        } = held;
        let gain = sign * units * (left.1 - entered.1) - held.fee - fee;
        let long = sign > 0.0;
        let deal = Deal {
            symbol,
            long,
            units,
            entered,
            left,
            gain,
        };
        self.outcome.deals.push(deal);
    }

    pub(super) fn equity(&self) -> f64 {
        let worth = |one: &State| {
            one.held
                .map_or(0.0, |held| held.sign * held.units * one.mark)
        };
        self.cash + self.state.iter().map(worth).sum::<f64>()
    }

    /// Units an entry at this price gets, and what they cost.
    pub(super) fn size(&self, here: Here, wish: &Wish, price: f64) -> (f64, f64) {
        let fee = self.fee(wish, &here.bar);
        let (plain, paid) = self.paid(&here.bar, wish.sign, price, wish.by == By::Limit);
        let slot = self.equity() / self.symbols.len() as f64;
        let wanted = match self.rules.size {
            Size::Slots(share) => slot * share / (paid * (1.0 + fee)),
            Size::Equity(share) => self.equity() * share / (paid + fee * plain),
            Size::Units(units) => units,
        };
        self.afford(here, wish, price, wanted)
    }

    /// As many of these units as the money pays for that isn't in a position or promised to an order.
    pub(super) fn afford(&self, here: Here, wish: &Wish, price: f64, wanted: f64) -> (f64, f64) {
        let (_, paid) = self.paid(&here.bar, wish.sign, price, wish.by == By::Limit);
        let one = paid * (1.0 + self.fee(wish, &here.bar));
        let used = |one: &State| {
            let promised = one.resting.map_or(0.0, |(_, _, cost)| cost);
            promised + one.held.map_or(0.0, |held| held.units * one.mark)
        };
        let free = self.equity() - self.state.iter().map(used).sum::<f64>();
        let instrument = &self.symbols[here.at].instrument;
        let units = instrument.on_lot(wanted.min(free / one).max(0.0)).get();
        let near = if wish.by == By::Market {
            price
        } else {
            wish.level
        };
        match units * near >= instrument.min_notional.get() {
            true => (units, units * one),
            false => (0.0, 0.0),
        }
    }

    /// What an order to buy (+1) or sell (−1) pays at a price, before and after slippage; limits don't slip.
    fn paid(&self, bar: &Bar, sign: f64, price: f64, limit: bool) -> (f64, f64) {
        let extreme = if sign > 0.0 { bar.high } else { bar.low };
        let slipped = |price: f64| (price, price * (1.0 + sign * self.rules.slip));
        match (limit, self.rules.policy) {
            (true, _) => (price, price),
            (false, FillPolicy::WorstOfBar) => slipped(extreme),
            (false, _) => slipped(price),
        }
    }

    /// A limit pays for waiting unless the open is already there.
    fn fee(&self, wish: &Wish, bar: &Bar) -> f64 {
        let waits = wish.by == By::Limit && (bar.open - wish.level) * wish.sign > 0.0;
        if waits {
            self.rules.maker
        } else {
            self.rules.fee
        }
    }

    /// The next tick up (+1) or down (−1).
    pub(super) fn tick(&self, at: usize, price: f64, way: f64) -> Option<f64> {
        let round = if way > 0.0 { Round::Up } else { Round::Down };
        let sound = price.is_finite() && price > 0.0;
        let tick = sound.then(|| self.symbols[at].instrument.on_tick(price, round));
        tick.flatten().map(domain::Price::get)
    }
}
