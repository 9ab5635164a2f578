//! From a wish to an approved order: limits, size, cash and the venue's grid.

use super::Trader;
use crate::broker::Broker;
use crate::event::{Event, Journal, What, Wish};
use crate::fill::{conceded, concession, expected_price, fee_ratio, policy_price};
use crate::risk::Reach;
use crate::signals::Signals;
use crate::sizing::{SizeFacts, units};
use domain::order::side_of;
use domain::plan::{AddSize, Direction};
use domain::{Approved, Bar, Order, Price, Purpose, Qty, Refusal, Sizing, Ts};
use strategies::program::Slot;

impl<S: Signals, B: Broker, J: Journal> Trader<'_, S, B, J> {
    /// An entry or an add, sized by the account now.
    pub(super) fn entry_order(&mut self, wish: &Wish) -> Result<Order<Approved>, Refusal> {
        let symbol = wish.symbol;
        let held = self.ledger.position(symbol, wish.direction).is_some();
        let purpose = if held { Purpose::Add } else { Purpose::Open };
        if !held && self.slots_taken(symbol) >= self.most_positions() {
            return Err(Refusal::NoSlot);
        }
        let costs = &self.spec.costs;
        let side = side_of(wish.direction, purpose);
        let kind = wish.kind.on_grid(side, &self.desks[symbol].instrument)?;
        let expected = match wish.due {
            true => wish.price,
            false => expected_price(kind, side, wish.price),
        };
        // A venue fills an amount of money: a worse price buys fewer units.
        let price = match &self.bars[symbol] {
            Some(bar) => policy_price(self.spec.fill, kind, side, expected, bar),
            None => expected,
        };
        let market = self.market(symbol);
        let sent_at = self.bars[symbol].map_or(wish.price, |bar| bar.open);
        let takes = kind.takes(side, sent_at);
        let paid_for = |units: f64| {
            let share = concession(costs, kind, purpose, price, units, market);
            conceded(price, side, share)
        };
        let mut paid = paid_for(0.0);
        let mut asked = self.asked(wish, (price, paid), takes)?;
        let again = paid_for(asked);
        if again != paid {
            // Slippage that grows with the order: sized once more at its price, which is on the safe side.
            paid = again;
            asked = self.asked(wish, (price, paid), takes)?;
        }
        let equity = self.ledger.equity();
        let has_stop = self.has_stop(symbol, wish.direction, paid);
        // What an order promised that this one would push out is promised once.
        let shared = match purpose {
            Purpose::Open => self.promised(symbol, Purpose::Open, Some(wish.direction)),
            Purpose::Add | Purpose::Close => 0.0,
        };
        let reach = Reach {
            equity,
            symbol: self.ledger.exposure_of(symbol) + self.desks[symbol].promised - shared,
            all: self.ledger.exposure() + self.reserved - shared,
            has_stop,
        };
        // An entry at a close belongs to the day that ends with it.
        let at_close = self.bars[symbol].is_some_and(|bar| self.now > bar.open_time);
        let now = Ts(self.now.0 - i64::from(at_close));
        let (most, layer) = self.watch.allow(now, reach)?;
        let free = (self.available(wish.direction) + shared - costs.fixed_fee.get())
            / (paid * (1.0 + fee_ratio(costs, takes)));
        if free <= 0.0 {
            return Err(Refusal::NoCash);
        }
        let (limit, why) = match most / paid < free {
            true => (most / paid, layer),
            false => (free, Refusal::NoCash),
        };
        let got = asked.min(limit);
        let qty = Qty::new(got).map_err(|_| Refusal::NoSize)?;
        let near = Price::new(expected).map_err(|_| Refusal::NoTick)?;
        let desk = &self.desks[symbol];
        let opens = (wish.direction, purpose);
        let order = Order::draft(symbol, opens, kind, qty, wish.reason, desk.last_close)
            .approve(&desk.instrument, near)?
            .sent_at(sent_at);
        if got < asked * (1.0 - 1e-9) {
            let reason = why;
            self.emit(Event::Cut { symbol, reason });
        }
        Ok(order)
    }

    /// Units the plan and the sizing ask for.
    fn asked(&self, wish: &Wish, (price, paid): (f64, f64), takes: bool) -> Result<f64, Refusal> {
        let symbol = wish.symbol;
        match wish.what {
            What::Buy(units) | What::Sell(units) => return Ok(units),
            What::Grow(scale) => {
                let position = self.ledger.position(symbol, wish.direction);
                let last = position.ok_or(Refusal::NoSize)?.last_qty;
                let money = self.desks[symbol].add_money[super::desk::index(wish.direction)];
                return Ok(match self.rules.adds.map(|adds| adds.size) {
                    Some(AddSize::Money) => money / paid,
                    Some(AddSize::Units) | None => last.get() * scale,
                });
            }
            What::Enter | What::Leave(_) => {}
        }
        let weight = match self.rules.weight {
            None => 1.0,
            Some(slot) => self.signals.value(symbol, slot).clamp(0.0, 1.0),
        };
        if weight.is_nan() {
            return Err(Refusal::NoSize);
        }
        let stop = match self.sizing {
            Sizing::Risk { .. } => self.guard_at(symbol, wish.direction, paid).stop,
            _ => None,
        };
        let facts = SizeFacts {
            equity: self.ledger.equity(),
            slots: self
                .spec
                .account
                .most_positions
                .map_or(self.traded, |most| (most as usize).min(self.traded)),
            price,
            paid,
            takes,
            stop: stop.map(|(stop, _)| stop.get()),
            volatility: self.volatility(symbol),
            inverse_volatilities: self.inverse_volatilities(),
            bars_per_year: self.bars_per_year,
            trades: &self.trades,
        };
        Ok(units(self.sizing, &self.spec.costs, &facts)? * weight)
    }

    fn volatility(&self, symbol: usize) -> f64 {
        let value = |slot: Slot| self.signals.value(symbol, slot);
        self.rules.volatility.map_or(f64::NAN, value)
    }

    fn inverse_volatilities(&self) -> f64 {
        if !matches!(self.sizing, Sizing::InverseVolatility { .. }) {
            return f64::NAN;
        }
        let all = (0..self.traded).map(|symbol| self.volatility(symbol));
        all.filter(|volatility| *volatility > 0.0)
            .fold(0.0, |sum, volatility| sum + 1.0 / volatility)
    }

    fn has_stop(&self, symbol: usize, direction: Direction, price: f64) -> bool {
        self.spec.risk.stop_required && self.guard_at(symbol, direction, price).stop.is_some()
    }

    fn most_positions(&self) -> usize {
        let most = self.spec.account.most_positions;
        most.map_or(usize::MAX, |most| most as usize)
    }

    /// Positions, and entries of other symbols that rest and may become one.
    fn slots_taken(&self, symbol: usize) -> usize {
        if self.spec.account.most_positions.is_none() {
            return 0;
        }
        let rests = |order: &Order<Approved>| order.purpose == Purpose::Open;
        let desks = self.desks.iter().enumerate();
        let others = desks.filter(|(other, _)| *other != symbol || self.spec.account.hedge);
        let resting = others.filter(|(_, desk)| desk.resting.iter().any(rests));
        self.ledger.held() + resting.count()
    }

    /// Money that entries may still use.
    pub(super) fn available(&self, direction: Direction) -> f64 {
        let leverage = self.spec.account.leverage;
        let spot = leverage == 1.0 && direction == Direction::Long && !self.ledger.holds_short();
        if spot || self.ledger.held() == 0 && leverage == 1.0 {
            return self.ledger.cash().get() - self.reserved;
        }
        leverage * self.ledger.equity() - self.ledger.exposure() - self.reserved
    }

    /// What a resting entry may cost at most.
    fn cost_of(&self, order: &Order<Approved>) -> f64 {
        self.bars[order.symbol].map_or(0.0, |bar| {
            let price = expected_price(order.kind, order.side(), bar.open);
            self.cost_at(order, price, &bar)
        })
    }

    /// What an order costs that reaches this price.
    fn cost_at(&self, order: &Order<Approved>, price: f64, bar: &Bar) -> f64 {
        let (costs, side) = (&self.spec.costs, order.side());
        let price = policy_price(self.spec.fill, order.kind, side, price, bar);
        let units = order.qty.get();
        let market = self.market(order.symbol);
        let share = concession(costs, order.kind, order.purpose, price, units, market);
        let paid = conceded(price, side, share);
        paid * units * (1.0 + fee_ratio(costs, order.takes)) + costs.fixed_fee.get()
    }

    /// The order that is due, as far as its money goes: between two shorter bars the price can jump past a level, and with
    /// it past what was promised for it.
    pub(super) fn affordable(
        &mut self,
        mut order: Order<Approved>,
        price: f64,
    ) -> Option<Order<Approved>> {
        let bar = self.bars[order.symbol]?;
        if price == expected_price(order.kind, order.side(), bar.open) {
            return Some(order);
        }
        let fixed = self.spec.costs.fixed_fee.get();
        let free = self.available(order.direction) - fixed;
        let cost = self.cost_at(&order, price, &bar) - fixed;
        if cost <= free {
            return Some(order);
        }
        let (symbol, reason) = (order.symbol, Refusal::NoCash);
        let left = Qty::new(order.qty.get() * (free / cost).max(0.0)).ok()?;
        let opens = (order.direction, order.purpose);
        let cut = Order::draft(
            symbol,
            opens,
            order.kind,
            left,
            order.reason,
            order.signal_time,
        )
        .approve(&self.desks[symbol].instrument, Price::new(price).ok()?);
        match cut {
            Ok(cut) => {
                self.emit(Event::Cut { symbol, reason });
                order.qty = cut.qty;
                Some(order)
            }
            Err(_) => {
                self.refuse(symbol, reason);
                None
            }
        }
    }

    /// The order waits at the venue; its cash is promised.
    pub(super) fn rest(&mut self, order: Order<Approved>) {
        self.desks[order.symbol].resting.push(order);
        self.promise(order.symbol);
    }

    /// The order waits no longer, and its cash is free again.
    pub(super) fn take_back(&mut self, symbol: usize, order: &Order<Approved>) {
        self.desks[symbol].resting.retain(|other| other != order);
        self.promise(symbol);
    }

    /// What the resting orders of a symbol may cost that can't fill beside one of this direction: of two entries only one
    /// can, unless the account hedges. Without a direction all of them count.
    fn promised(&self, symbol: usize, purpose: Purpose, beside: Option<Direction>) -> f64 {
        let hedge = self.spec.account.hedge;
        let most = |of: Option<Direction>| {
            let orders = self.desks[symbol].resting.iter();
            orders
                .filter(|order| order.purpose == purpose)
                .filter(|order| of.is_none_or(|direction| order.direction == direction))
                .map(|order| self.cost_of(order))
                .fold(0.0, f64::max)
        };
        match (hedge, beside) {
            (false, _) => most(None),
            (true, Some(direction)) => most(Some(direction)),
            (true, None) => most(Some(Direction::Long)) + most(Some(Direction::Short)),
        }
    }

    /// The resting orders of a symbol have changed: what it may cost, and with it all of them.
    pub(super) fn promise(&mut self, symbol: usize) {
        self.desks[symbol].promised = match self.desks[symbol].resting.is_empty() {
            true => 0.0,
            false => {
                self.promised(symbol, Purpose::Open, None)
                    + self.promised(symbol, Purpose::Add, None)
            }
        };
        self.reserved = self.desks.iter().fold(0.0, |sum, desk| sum + desk.promised);
    }
}
