//! Whoever executes orders and answers at once: a simulation here, a paper account elsewhere.

use crate::fill::{Market, execute, policy_price};
use domain::{Approved, Bar, Costs, Fill, FillPolicy, Order, Refusal, Ts};

/// What is known about the market when an order is due.
#[derive(Clone, Copy, Debug)]
pub struct Quote<'a> {
    /// When.
    pub time: Ts,
    /// The price that was reached: the open, the close or the order's level.
    pub price: f64,
    /// The bar it happens in, as far as it is known.
    pub bar: &'a Bar,
    /// What slippage depends on.
    pub market: Market,
}

/// What became of an order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// It filled.
    Filled(Fill),
    /// It was refused.
    Refused(Refusal),
}

/// Executes orders that are due.
pub trait Broker {
    /// Executes one.
    fn execute(&mut self, order: &Order<Approved>, quote: Quote<'_>) -> Answer;
}

/// Fills every order by the rules of a run.
#[derive(Clone, Copy, Debug)]
pub struct Simulated {
    /// What it costs.
    pub costs: Costs,
    /// How orders fill.
    pub policy: FillPolicy,
}

impl Broker for Simulated {
    fn execute(&mut self, order: &Order<Approved>, quote: Quote<'_>) -> Answer {
        let price = policy_price(
            self.policy,
            order.kind,
            order.side(),
            quote.price,
            quote.bar,
        );
        match execute(order, price, quote.time, &self.costs, quote.market) {
            Some(fill) => Answer::Filled(fill),
            None => Answer::Refused(Refusal::NoTick),
        }
    }
}
