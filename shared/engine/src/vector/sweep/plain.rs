//! The shortest way through a plain run: one symbol, long only, in and out at the open after a signal, costs in basis points.
//!
//! Between two signals nothing happens, so a run costs its trades: the next set bit tells when, prefix sums over the closes
//! tell what the account went through. Many runs go through one tile of time together before the next, so that what they all
//! read stays in the core's cache. Sizes and fills are computed by the same functions as everywhere; a test holds this way to
//! the reference on random markets.

use crate::fill::{Market, conceded, concession, execute, fee_ratio};
use crate::run::annualisation;
use crate::sizing::{SizeFacts, units};
use crate::vector::columns::Sheet;
use crate::vector::columns::conditions::Conditions;
use crate::vector::columns::streams::Streams;
use crate::vector::{Account, Bits, Course, PricePath};
use domain::plan::{Again, Direction};
use domain::{
    Annualisation, Approved, Bars, Cash, Dataset, FillPolicy, Instrument, Order, OrderKind, Price,
    Purpose, Qty, Reason, RunSpec, Sizing, Tally, TradeTally, Ts,
};
use std::ops::Range;
use strategies::Program;
use strategies::program::{Level, Slot};

/// A run that can go the shortest way, and how far it has come.
pub(super) struct Plain<'a> {
    spec: &'a RunSpec,
    sizing: Sizing,
    bars: &'a Bars,
    instrument: &'a Instrument,
    annualisation: Annualisation,
    conditions: Conditions<'a>,
    entry: Slot,
    exits: Vec<Slot>,
    most_bars: Option<u32>,
    books: Books,
    held: Option<Held>,
    /// The first row whose close may tell an entry.
    from: usize,
}

/// One stretch of time and what the account of any run goes through in it.
struct Tile<'a> {
    bars: &'a Bars,
    rows: Range<usize>,
    /// Begins one bar earlier than the rows where there is one: a return needs the close before.
    path: PricePath,
    before: usize,
    /// Is the path that of these rows? Nobody may hold anything in them.
    walked: bool,
    /// Opens of the rows and of the one behind them: read in one go, where trades would fetch them one by one from afar.
    opens: Vec<f64>,
}

/// The account between two trades.
struct Books {
    cash: Cash,
    course: Course,
    trades: TradeTally,
    bars_in_market: u32,
    refused: u32,
}

/// A position, as far as its end asks for it.
struct Held {
    qty: Qty,
    price: Price,
    fee: Cash,
    /// The bar it was bought in.
    first: usize,
    /// The last bar its account was marked at.
    marked: usize,
}

const CALM: Market = Market {
    range: f64::NAN,
    volume: 0.0,
};

/// Takes runs over the same bars through all of them, side by side, in tiles of so many bars; tiles begin words of bits.
pub(super) fn walk<'a>(runs: &mut [Plain<'a>], streams: &mut Streams<'a>, tile: usize) {
    let Some(bars) = runs.first().map(|run| run.bars) else {
        return;
    };
    let mut now = Tile::new(bars);
    for start in (0..bars.len()).step_by(tile) {
        now.move_to(start..bars.len().min(start + tile));
        streams.advance(&now.rows);
        for run in &mut *runs {
            run.through(&mut now, streams);
        }
    }
}

impl<'a> Plain<'a> {
    /// The run, when the shortest way tells the whole story: among other things, no bar may be made up.
    pub(super) fn of(
        spec: &'a RunSpec,
        sizing: Sizing,
        program: &Program,
        data: &'a Dataset,
        (sheet, streams): (&mut Sheet<'a>, &mut Streams<'a>),
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
        if !(quiet && plain_costs && plain_size && plain_entry && plain_account) {
            return None;
        }
        let exits = rules.signals.iter().filter(|exit| longs(exit.side));
        let times = rules.after_bars.iter().filter(|exit| longs(exit.side));
        Some(Plain {
            spec,
            sizing,
            bars: series.bars(),
            instrument: series.instrument(),
            annualisation: annualisation(data, spec.market.timeframe),
            conditions: Conditions::new(program, sheet, streams).ok()?,
            entry: entry.when,
            exits: exits.map(|exit| exit.rule).collect(),
            most_bars: times.map(|exit| exit.rule).min(),
            books: Books {
                cash: spec.cash,
                course: Course::new(spec.cash.get()),
                trades: TradeTally::default(),
                bars_in_market: 0,
                refused: 0,
            },
            held: None,
            from: 0,
        })
    }

    /// One tile of time.
    fn through(&mut self, tile: &mut Tile<'_>, streams: &Streams<'a>) {
        let rows = tile.rows.clone();
        let stretch = self.conditions.stretch(rows.clone(), streams);
        let Some(entry) = stretch.holds(self.entry) else {
            return;
        };
        let mut exits = self.exits.iter().filter_map(|exit| stretch.holds(*exit));
        let first = exits.next();
        let joined = exits.next().zip(first).map(|(second, first)| {
            let both = first.or(second);
            exits.fold(both, |all, one| all.or(one))
        });
        let exit = joined.as_ref().or(first);
        let here = |bits: &Bits, from: usize| {
            let row = bits.next_set(from.max(rows.start) - stretch.first())?;
            Some(row + stretch.first()).filter(|row| *row < rows.end)
        };
        loop {
            match self.held.take() {
                None => {
                    // The last row has no bar after it to act in.
                    let signal = here(entry, self.from);
                    let Some(signal) = signal.filter(|row| row + 1 < self.bars.len()) else {
                        return;
                    };
                    self.enter(signal + 1, tile);
                }
                Some(held) => {
                    let told = exit.and_then(|exit| here(exit, held.first));
                    let timed = self.most_bars.map(|bars| held.first + bars as usize - 1);
                    let timed = timed.filter(|row| *row < rows.end);
                    let last = match (told, timed) {
                        (Some(told), Some(timed)) => Some(told.min(timed)),
                        (told, timed) => told.or(timed),
                    };
                    let held = self.hold(held, last.unwrap_or(rows.end - 1), tile);
                    match last {
                        Some(last) if last + 1 < self.bars.len() => {
                            let wants = entry.get(last - stretch.first());
                            self.leave(&held, last, tile, wants);
                        }
                        _ => {
                            // An exit still waiting when the data end is counted like every order that didn't fill.
                            self.books.refused += u32::from(last.is_some());
                            self.held = Some(held);
                            return;
                        }
                    }
                }
            }
        }
    }

    /// Buys at the open of a row.
    fn enter(&mut self, first: usize, tile: &Tile<'_>) {
        match self.buy(tile.open(first), first) {
            Some(held) => {
                let equity = self.account(&held).worth(self.bars.close()[first]);
                self.books.course.push(equity);
                self.books.bars_in_market += 1;
                self.held = Some(held);
            }
            None => {
                self.books.refused += 1;
                self.from = first;
            }
        }
    }

    /// Holds up to the close of a row.
    fn hold(&mut self, held: Held, through: usize, tile: &mut Tile<'_>) -> Held {
        if through <= held.marked {
            return held;
        }
        let account = self.account(&held);
        let rows = held.marked + 1..through + 1;
        self.books.bars_in_market += rows.len() as u32;
        let rows = rows.start - tile.before..rows.end - tile.before;
        let course = &mut self.books.course;
        tile.path()
            .hold(rows, account, &mut course.sums, &mut course.water);
        course.last = account.worth(self.bars.close()[through]);
        Held {
            marked: through,
            ..held
        }
    }

    /// Sells at the open after a row, whose close may have told an entry too.
    fn leave(&mut self, held: &Held, last: usize, tile: &Tile<'_>, wants: bool) {
        let out = last + 1;
        let price = tile.open(out);
        self.sell(held, price, (out - held.first) as u32);
        // An entry signalled by the same close buys at the same open, and its pass marks the bar.
        let again = wants && self.order(price).is_some();
        self.from = if again { last } else { out };
        if !again {
            self.books.course.push(self.books.cash.get());
            self.books.bars_in_market += 1;
            self.books.refused += u32::from(wants);
        }
    }

    fn account(&self, held: &Held) -> Account {
        Account {
            cash: self.books.cash.get(),
            units: held.qty.get(),
        }
    }

    /// The sums of the whole run.
    pub(super) fn tally(&self) -> Tally {
        let (books, times) = (&self.books, self.bars.open_time());
        let course = &books.course;
        let end = times.last().copied().unwrap_or(0);
        Tally {
            annualisation: self.annualisation,
            begin: times.first().copied().unwrap_or(0),
            end: self.spec.market.timeframe.close_of(Ts(end)).0,
            start: self.spec.cash.get(),
            last: course.last,
            bars: self.bars.len() as u32,
            bars_in_market: books.bars_in_market,
            returns: course.sums.returns,
            squares: course.sums.squares,
            lost_squares: course.sums.lost_squares,
            drawdown: course.water.drawdown(),
            trades: books.trades,
            open: u32::from(self.held.is_some()),
            refused: books.refused,
        }
    }

    /// The order an entry at this price would be, sized as the trader sizes it.
    fn order(&self, price: f64) -> Option<Order<Approved>> {
        let books = &self.books;
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

    fn buy(&mut self, price: f64, first: usize) -> Option<Held> {
        let order = self.order(price)?;
        let fill = execute(&order, price, Ts(0), &self.spec.costs, CALM)?;
        self.books.cash -= fill.price * fill.qty + fill.fee;
        Some(Held {
            qty: fill.qty,
            price: fill.price,
            fee: fill.fee,
            first,
            marked: first,
        })
    }

    fn sell(&mut self, held: &Held, price: f64, bars: u32) {
        let closes = (Direction::Long, Purpose::Close);
        let kind = OrderKind::Market;
        let draft = Order::draft(0, closes, kind, held.qty, Reason::ExitSignal, Ts(0));
        let fill = Price::new(price)
            .ok()
            .and_then(|near| draft.approve(self.instrument, near).ok())
            .and_then(|order| execute(&order, price, Ts(0), &self.spec.costs, CALM));
        let Some(fill) = fill else { return };
        let (paid, got) = (held.price * held.qty, fill.price * fill.qty);
        self.books.cash += got - fill.fee;
        let gain = got - paid - (held.fee + fill.fee) - Cash::ZERO;
        self.books.trades.push(gain, gain.get() / paid.get(), bars);
    }
}

impl<'a> Tile<'a> {
    fn new(bars: &'a Bars) -> Tile<'a> {
        Tile {
            bars,
            rows: 0..0,
            path: PricePath::default(),
            before: 0,
            walked: false,
            opens: Vec::new(),
        }
    }

    fn move_to(&mut self, rows: Range<usize>) {
        self.before = rows.start.saturating_sub(1);
        self.walked = false;
        let opens = self.bars.open();
        let opens = opens.get(rows.start..opens.len().min(rows.end + 1));
        self.opens.clear();
        self.opens.extend_from_slice(opens.unwrap_or_default());
        self.rows = rows;
    }

    /// What an account goes through that holds something here.
    fn path(&mut self) -> &PricePath {
        if !self.walked {
            self.path.refill(self.bars, self.before..self.rows.end);
            self.walked = true;
        }
        &self.path
    }

    fn open(&self, row: usize) -> f64 {
        self.opens[row - self.rows.start]
    }
}
