//! What a position pays for being held: funding at its hours and the borrowing of shorts, until its last moment.
//!
//! A position pays at every funding time after its entry up to its exit, on what it is worth at the close of the bar or at
//! the price it leaves at. Of what happens inside a bar only the bar is known: an entry counts from the bar's open and an
//! exit at the bar's last moment, so that a position pays for as long as it may have been held. Bars of eight hours or
//! less have no funding time inside them, so there the rule leaves nothing open.

use super::Trader;
use super::desk::BOTH;
use crate::broker::Broker;
use crate::event::{Event, Journal};
use crate::signals::Signals;
use domain::plan::Direction;
use domain::{Cash, Fill, Purpose, Ts};

/// Funding is paid every eight hours from midnight UTC.
const FUNDING_MS: i64 = 8 * 3_600_000;
/// Borrowing is charged for parts of a year of 365 days.
const YEAR_MS: f64 = 365.0 * 86_400_000.0;

impl<S: Signals, B: Broker, J: Journal> Trader<'_, S, B, J> {
    /// The positions of a symbol pay until now, at its close.
    #[inline(never)]
    pub(super) fn pay_at_close(&mut self, symbol: usize) {
        let mark = self.ledger.mark_of(symbol);
        for direction in BOTH {
            self.pay(symbol, direction, mark, self.moment.1);
        }
        self.settle();
    }

    /// What a fill makes larger or smaller pays first for what it was.
    pub(super) fn pay_until(&mut self, fill: &Fill, price: f64) {
        let until = match fill.purpose {
            Purpose::Open => return,
            Purpose::Add => self.moment.0,
            Purpose::Close => self.moment.1,
        };
        self.pay(fill.symbol, fill.direction, price, until);
    }

    fn pay(&mut self, symbol: usize, direction: Direction, price: f64, until: Ts) {
        if !self.asks.holding_costs {
            return;
        }
        let costs = &self.spec.costs;
        let (funding, borrow) = (costs.funding.get(), costs.borrow.ratio());
        let Some(position) = self.ledger.position(symbol, direction) else {
            return;
        };
        let size = position.worth(price).abs();
        let since = *self.desks[symbol].paid_until(direction);
        if until <= since {
            return;
        }
        *self.desks[symbol].paid_until(direction) = until;
        let times = until.0.div_euclid(FUNDING_MS) - since.0.div_euclid(FUNDING_MS);
        let lent = match direction {
            Direction::Long => 0.0,
            Direction::Short => borrow * ((until.0 - since.0) as f64 / YEAR_MS),
        };
        let amount = size * (direction.sign() * funding * times as f64 + lent);
        if amount != 0.0
            && let Ok(amount) = Cash::new(amount)
        {
            self.emit(Event::Funded {
                symbol,
                direction,
                amount,
            });
        }
    }
}
