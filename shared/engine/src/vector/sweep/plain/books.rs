//! The account of a plain run: what it buys and sells, and what that adds up to.

use crate::fill::{Market, conceded, concession, execute, fee_ratio};
use crate::sizing::{SizeFacts, units};
use crate::vector::{Account, Course, PricePath};
use domain::plan::Direction;
use domain::{
    Annualisation, Approved, Bars, Cash, Instrument, Order, OrderKind, Price, Purpose, Qty, Reason,
    RunSpec, Sizing, Tally, TradeTally, Ts,
};
use std::ops::Range;

/// Cash and sums of a run, and the rules they follow.
pub(super) struct Books<'a> {
    spec: &'a RunSpec,
    sizing: Sizing,
    pub(super) instrument: &'a Instrument,
    annualisation: Annualisation,
    cash: Cash,
    course: Course,
    trades: TradeTally,
    bars_in_market: u32,
    /// Orders that came to nothing.
    pub(super) refused: u32,
}

/// A position, as far as its end asks for it.
pub(super) struct Held {
    qty: Qty,
    pub(super) price: Price,
    fee: Cash,
    /// The bar it was bought in.
    pub(super) first: usize,
    /// The last bar its account was marked at.
    pub(super) marked: usize,
}

/// How a position is left.
pub(super) struct Way {
    pub(super) kind: OrderKind,
    /// Where the order fills, before slippage.
    pub(super) price: f64,
    /// Where the price was when it was sent.
    pub(super) sent_at: f64,
}

const CALM: Market = Market {
    range: f64::NAN,
    volume: 0.0,
};

impl<'a> Books<'a> {
    /// The account before its first bar.
    pub(super) fn new(
        (spec, sizing): (&'a RunSpec, Sizing),
        instrument: &'a Instrument,
        annualisation: Annualisation,
    ) -> Books<'a> {
        Books {
            spec,
            sizing,
            instrument,
            annualisation,
            cash: spec.cash,
            course: Course::new(spec.cash.get()),
            trades: TradeTally::default(),
            bars_in_market: 0,
            refused: 0,
        }
    }

    /// What the account is while this is held.
    #[inline]
    pub(super) fn account(&self, held: &Held) -> Account {
        Account {
            cash: self.cash.get(),
            units: held.qty.get(),
        }
    }

    /// One bar with a position in it ended with this close.
    #[inline]
    pub(super) fn mark(&mut self, held: &Held, close: f64) {
        let equity = self.account(held).worth(close);
        self.course.push(equity);
        self.bars_in_market += 1;
    }

    /// One bar ended that began with a position and has none any more.
    #[inline]
    pub(super) fn mark_out(&mut self) {
        self.course.push(self.cash.get());
        self.bars_in_market += 1;
    }

    /// Bars of a path went by with this held; the last one closed here.
    #[inline]
    pub(super) fn pass(&mut self, held: &Held, path: &PricePath, rows: Range<usize>, close: f64) {
        let account = self.account(held);
        self.bars_in_market += rows.len() as u32;
        let course = &mut self.course;
        path.hold(rows, account, &mut course.sums, &mut course.water);
        course.last = account.worth(close);
    }

    /// The sums of the whole run.
    pub(super) fn tally(&self, bars: &Bars, held: bool) -> Tally {
        let (course, times) = (&self.course, bars.open_time());
        let end = times.last().copied().unwrap_or(0);
        Tally {
            annualisation: self.annualisation,
            begin: times.first().copied().unwrap_or(0),
            end: self.spec.market.timeframe.close_of(Ts(end)).0,
            start: self.spec.cash.get(),
            last: course.last,
            bars: bars.len() as u32,
            bars_in_market: self.bars_in_market,
            returns: course.sums.returns,
            squares: course.sums.squares,
            lost_squares: course.sums.lost_squares,
            drawdown: course.water.drawdown(),
            trades: self.trades,
            open: u32::from(held),
            refused: self.refused,
        }
    }

    /// The order an entry at this price would be, sized as the trader sizes it.
    pub(super) fn order(&self, price: f64) -> Option<Order<Approved>> {
        let costs = &self.spec.costs;
        let kind = OrderKind::Market;
        let share = concession(costs, kind, Purpose::Open, price, 0.0, CALM);
        let paid = conceded(price, domain::Side::Buy, share);
        let facts = SizeFacts {
            equity: self.cash.get(),
            slots: 1,
            price,
            paid,
            takes: true,
            stop: None,
            volatility: f64::NAN,
            inverse_volatilities: f64::NAN,
            bars_per_year: self.annualisation.bars_per_year,
            trades: &[],
        };
        let asked = units(self.sizing, costs, &facts).ok()?;
        let free =
            (self.cash.get() - costs.fixed_fee.get()) / (paid * (1.0 + fee_ratio(costs, true)));
        if free <= 0.0 {
            return None;
        }
        let qty = Qty::new(asked.min(free)).ok()?;
        let near = Price::new(price).ok()?;
        let opens = (Direction::Long, Purpose::Open);
        Order::draft(0, opens, kind, qty, Reason::EntrySignal, Ts(0))
            .approve(self.instrument, near)
            .ok()
    }

    /// Buys at this price in this row; nothing when no order can be made of it.
    pub(super) fn buy(&mut self, price: f64, first: usize) -> Option<Held> {
        let order = self.order(price)?;
        let fill = execute(&order, price, Ts(0), &self.spec.costs, CALM)?;
        self.cash -= fill.price * fill.qty + fill.fee;
        Some(Held {
            qty: fill.qty,
            price: fill.price,
            fee: fill.fee,
            first,
            marked: first,
        })
    }

    /// Sells what is held, after so many bars.
    // Most are sold at the market, which needs no grid: seen where it is called, half of the approval falls away.
    #[inline(always)]
    pub(super) fn sell(&mut self, held: &Held, way: Way, bars: u32) {
        let Way {
            kind,
            price,
            sent_at,
        } = way;
        let closes = (Direction::Long, Purpose::Close);
        let draft = Order::draft(0, closes, kind, held.qty, Reason::ExitSignal, Ts(0));
        let fill = Price::new(price)
            .ok()
            .and_then(|near| draft.approve(self.instrument, near).ok())
            .map(|order| order.sent_at(sent_at))
            .and_then(|order| execute(&order, price, Ts(0), &self.spec.costs, CALM));
        let Some(fill) = fill else { return };
        let (paid, got) = (held.price * held.qty, fill.price * fill.qty);
        self.cash += got - fill.fee;
        let gain = got - paid - (held.fee + fill.fee) - Cash::ZERO;
        self.trades.push(gain, gain.get() / paid.get(), bars);
    }
}
