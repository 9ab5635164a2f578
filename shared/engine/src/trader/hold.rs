//! Shares of the account: what each symbol is missing, closed first and opened afterwards.

use super::Trader;
use crate::broker::Broker;
use crate::event::{Event, Journal, What, Wish};
use crate::signals::Signals;
use domain::plan::Direction;
use domain::{Bar, OrderKind, Reason, Refusal};
use strategies::program::HoldRule;

/// A share of the account that is set right: through zero it closes the one side and opens the other.
struct Shift {
    symbol: usize,
    toward: Direction,
    closes: f64,
    opens: f64,
    price: f64,
    amount: f64,
}

impl<S: Signals, B: Broker, J: Journal> Trader<'_, S, B, J> {
    /// Sets the shares of the account right: what shrinks first, then what grows.
    pub(super) fn rebalance(&mut self, hold: &HoldRule, bars: &[Option<Bar>]) {
        let equity = self.ledger.equity();
        let mut orders: Vec<Shift> = Vec::new();
        for (symbol, bar) in bars.iter().enumerate().take(self.traded) {
            let Some(bar) = bar else { continue };
            if !self.desks[symbol].rebalances {
                continue;
            }
            let share = self.signals.value(symbol, hold.share);
            if share.is_nan() {
                self.refuse(symbol, Refusal::NoSize);
                continue;
            }
            if bar.made_up {
                self.refuse(symbol, Refusal::GapBar);
                continue;
            }
            self.desks[symbol].rebalances = false;
            let held = self.units(symbol, Direction::Long).get()
                - self.units(symbol, Direction::Short).get();
            let missing = share * equity / bar.open - held;
            if (missing * bar.open).abs() > hold.tolerance * equity && missing != 0.0 {
                let toward = match missing > 0.0 {
                    true => Direction::Long,
                    false => Direction::Short,
                };
                let against = self.units(symbol, toward.opposite()).get();
                let closes = missing.abs().min(against);
                orders.push(Shift {
                    symbol,
                    toward,
                    closes,
                    opens: missing.abs() - closes,
                    price: bar.open,
                    amount: missing * bar.open,
                });
            }
        }
        self.settle();
        orders.sort_by(|a, b| a.amount.total_cmp(&b.amount).then(a.symbol.cmp(&b.symbol)));
        for one in orders.iter().filter(|one| one.closes > 0.0) {
            self.shift(one, one.toward.opposite(), What::Sell(one.closes));
        }
        for one in orders.iter().filter(|one| one.opens > 0.0) {
            self.shift(one, one.toward, What::Buy(one.opens));
        }
    }

    fn shift(&mut self, one: &Shift, direction: Direction, what: What) {
        self.emit(Event::Wanted(Wish {
            symbol: one.symbol,
            direction,
            what,
            kind: OrderKind::Market,
            reason: Reason::Rebalance,
            price: one.price,
            due: true,
        }));
        self.settle();
    }
}
