//! The shortest way through a plain run: one symbol, long only, in and out at the open after a signal, costs in basis points.
//!
//! Between two signals nothing happens, so a run costs its trades: the next set bit tells when, prefix sums over the closes
//! tell what the account went through. Sizes and fills are computed by the same functions as everywhere; a test
//! holds this way to the reference on random markets.

use crate::fill::{Market, conceded, concession, execute, fee_ratio};
use crate::run::annualisation;
use crate::sizing::{SizeFacts, units};
use crate::vector::columns::Sheet;
use crate::vector::{Account, Bits, HighWater, PricePath, Sums};
use domain::plan::{Again, Direction};
use domain::{
    Annualisation, Bars, Cash, Dataset, FillPolicy, Instrument, Order, OrderKind, Price, Purpose,
    Qty, Reason, RunSpec, Sizing, Tally, TradeTally, Ts,
};
use std::rc::Rc;
use strategies::Program;
use strategies::program::{Level, Slot};

/// A run that can go the shortest way.
pub(super) struct Plain<'a> {
    spec: &'a RunSpec,
    sizing: Sizing,
    bars: &'a Bars,
    instrument: &'a Instrument,
    annualisation: Annualisation,
    entry: Slot,
    exits: Vec<Slot>,
    most_bars: Option<u32>,
}

/// The account between two trades.
struct Books {
    cash: Cash,
    last: f64,
    sums: Sums,
    water: HighWater,
    trades: TradeTally,
    bars_in_market: u32,
    refused: u32,
}

/// A position, as far as its end asks for it.
struct Held {
    qty: Qty,
    price: Price,
    fee: Cash,
}

const CALM: Market = Market {
    range: f64::NAN,
    volume: 0.0,
};

impl<'a> Plain<'a> {
    /// The run, when the shortest way tells the whole story.
    pub(super) fn of(
        spec: &'a RunSpec,
        sizing: Sizing,
        program: &Program,
        data: &'a Dataset,
    ) -> Option<Plain<'a>> {
        let [series] = data.series() else { return None };
        let rules = &program.rules;
        let [entry] = rules.entries[..] else {
            return None;
        };
        let quiet = rules.stops.is_empty()
            && rules.targets.is_empty()
            && rules.trails.is_empty()
            && rules.break_evens.is_empty()
            && rules.session_ends.is_empty()
            && rules.adds.is_none()
            && rules.weight.is_none()
            && rules.hold.is_none()
            && rules.again == Again::default();
        let costs = &spec.costs;
        let plain_costs = costs.fixed_slippage().is_some() && costs.funding.get() == 0.0;
        let plain_size = matches!(
            sizing,
            Sizing::EqualSlots { .. }
                | Sizing::Equity { .. }
                | Sizing::Amount(_)
                | Sizing::Units(_)
        );
        let plain_entry = entry.side == Direction::Long
            && entry.level == Level::Market
            && !entry.at_open
            && matches!(spec.fill, FillPolicy::NextOpen | FillPolicy::Touch);
        let longs = |side: Option<Direction>| side != Some(Direction::Short);
        let plain_account = spec.account.leverage == 1.0 && !spec.risk.is_on();
        if !(quiet && plain_costs && plain_size && plain_entry && plain_account)
            || series.bars().made_up().iter().any(|made_up| *made_up)
        {
            return None;
        }
        Some(Plain {
            spec,
            sizing,
            bars: series.bars(),
            instrument: series.instrument(),
            annualisation: annualisation(data, spec.market.timeframe),
            entry: entry.when,
            exits: rules
                .signals
                .iter()
                .filter(|exit| longs(exit.side))
                .map(|exit| exit.rule)
                .collect(),
            most_bars: rules
                .after_bars
                .iter()
                .filter(|exit| longs(exit.side))
                .map(|exit| exit.rule)
                .min(),
        })
    }

    /// The bars it runs on.
    pub(super) fn bars(&self) -> &'a Bars {
        self.bars
    }

    /// Runs; `None` when an expression needs the whole trader.
    pub(super) fn run(
        &self,
        program: &Program,
        sheet: &mut Sheet<'a>,
        path: &PricePath,
    ) -> Option<Tally> {
        let places = sheet.add(program).ok()?;
        let truth = |slot: Slot| {
            let column = sheet.column(*places.get(slot.index())?, 0)?;
            column.truth().map(Rc::clone)
        };
        let entry = truth(self.entry)?;
        let exits: Option<Vec<_>> = self.exits.iter().map(|slot| truth(*slot)).collect();
        let exits = exits?;
        let joined: Bits;
        let exit = match &exits[..] {
            [] => None,
            [one] => Some(one.holds()),
            [first, rest @ ..] => {
                joined = rest
                    .iter()
                    .fold(first.holds().clone(), |all, one| all.or(one.holds()));
                Some(&joined)
            }
        };
        Some(self.walk(entry.holds(), exit, path))
    }

    fn walk(&self, entry: &Bits, exit: Option<&Bits>, path: &PricePath) -> Tally {
        let (open, close) = (self.bars.open(), self.bars.close());
        let rows = close.len();
        let mut books = Books {
            cash: self.spec.cash,
            last: self.spec.cash.get(),
            sums: Sums::default(),
            water: HighWater::new(self.spec.cash.get()),
            trades: TradeTally::default(),
            bars_in_market: 0,
            refused: 0,
        };
        let mut held_at_end = 0;
        let mut from = 0;
        // The last row has no bar after it to act in.
        while let Some(signal) = entry.next_set(from).filter(|signal| signal + 1 < rows) {
            let first = signal + 1;
            let Some(held) = self.buy(open[first], &mut books) else {
                books.refused += 1;
                from = first;
                continue;
            };
            let account = Account {
                cash: books.cash.get(),
                units: held.qty.get(),
            };
            // The row after whose close it is sold; the close of the entry bar is the first that may say so.
            let told = exit.and_then(|exit| exit.next_set(first));
            let timed = self.most_bars.map(|bars| first + bars as usize - 1);
            let last = match (told, timed) {
                (Some(told), Some(timed)) => told.min(timed),
                (told, timed) => told.or(timed).unwrap_or(rows),
            };
            let through = last.min(rows - 1);
            books.bar(account.worth(close[first]));
            if through > first {
                path.hold(
                    first + 1..through + 1,
                    account,
                    &mut books.sums,
                    &mut books.water,
                );
                books.last = account.worth(close[through]);
            }
            books.bars_in_market += (through + 1 - first) as u32;
            if last + 1 >= rows {
                held_at_end = 1;
                // An exit still waiting when the data end is counted like every order that didn't fill.
                books.refused += u32::from(last < rows);
                break;
            }
            let out = last + 1;
            self.sell(&held, open[out], (out - first) as u32, &mut books);
            books.bars_in_market += 1;
            // An entry signalled by the same close buys at the same open, and its pass marks the bar.
            let again = entry.get(last) && self.order(open[out], &books).is_some();
            if !again {
                books.bar(books.cash.get());
            }
            from = match again {
                true => {
                    books.bars_in_market -= 1;
                    last
                }
                false => {
                    books.refused += u32::from(entry.get(last));
                    out
                }
            };
        }
        let times = self.bars.open_time();
        let begin = times.first().copied().unwrap_or(0);
        let end = times.last().copied().unwrap_or(0);
        Tally {
            annualisation: self.annualisation,
            begin,
            end: self.spec.market.timeframe.close_of(Ts(end)).0,
            start: self.spec.cash.get(),
            last: books.last,
            bars: rows as u32,
            bars_in_market: books.bars_in_market,
            returns: books.sums.returns,
            squares: books.sums.squares,
            lost_squares: books.sums.lost_squares,
            drawdown: books.water.drawdown(),
            trades: books.trades,
            open: held_at_end,
            refused: books.refused,
        }
    }

    /// The order an entry at this price would be, sized as the trader sizes it.
    fn order(&self, price: f64, books: &Books) -> Option<Order<domain::Approved>> {
        let costs = &self.spec.costs;
        let kind = OrderKind::Market;
        let share = concession(costs, kind, Purpose::Open, price, 0.0, CALM);
        let paid = conceded(price, domain::Side::Buy, share);
        let facts = SizeFacts {
            equity: books.cash.get(),
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
            (books.cash.get() - costs.fixed_fee.get()) / (paid * (1.0 + fee_ratio(costs, true)));
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

    fn buy(&self, price: f64, books: &mut Books) -> Option<Held> {
        let order = self.order(price, books)?;
        let fill = execute(&order, price, Ts(0), &self.spec.costs, CALM)?;
        books.cash -= fill.price * fill.qty + fill.fee;
        Some(Held {
            qty: fill.qty,
            price: fill.price,
            fee: fill.fee,
        })
    }

    fn sell(&self, held: &Held, price: f64, bars: u32, books: &mut Books) {
        let closes = (Direction::Long, Purpose::Close);
        let kind = OrderKind::Market;
        let draft = Order::draft(0, closes, kind, held.qty, Reason::ExitSignal, Ts(0));
        let fill = Price::new(price)
            .ok()
            .and_then(|near| draft.approve(self.instrument, near).ok())
            .and_then(|order| execute(&order, price, Ts(0), &self.spec.costs, CALM));
        let Some(fill) = fill else { return };
        let (paid, got) = (held.price * held.qty, fill.price * fill.qty);
        books.cash += got - fill.fee;
        let gain = got - paid - (held.fee + fill.fee) - Cash::ZERO;
        books.trades.push(gain, gain.get() / paid.get(), bars);
    }
}

impl Books {
    /// One bar ended with this equity.
    fn bar(&mut self, equity: f64) {
        if equity != self.last {
            self.sums.push(match self.last > 0.0 {
                true => (equity - self.last) / self.last,
                false => 0.0,
            });
            self.water.see(equity);
        }
        self.last = equity;
    }
}
