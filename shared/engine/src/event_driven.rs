//! The event-driven engine: one bar after the other, every order on its own, the reference for all others.
//!
//! Per bar, in this order: (1) at the open, waiting exits fill and stops the open has jumped fill at the open, for all
//! symbols; then waiting entries fill; (2) inside the bar, resting entries whose level was known at the open, then
//! protective stops, also in the bar of their own entry (the pessimistic reading of a path we can't see); (3) at the
//! close, signals are computed, equity is marked. Symbols act in the order of the spec and bars align by time.

use crate::curve::CurveWriter;
use crate::fill::{execute, slipped, touch_price};
use crate::ledger::Ledger;
use crate::sizing::{budget, units};
use domain::{
    Annualisation, Approved, Bar, Calendar, Cash, Curve, Dataset, Fill, FillPolicy, Order,
    OrderKind, Price, Qty, Reason, Refusal, RefusalCount, RunRecord, RunSpec, Series, Side,
    SpecError, Timeframe, Trade, Ts,
};
use std::collections::BTreeMap;
use strategies::stream::Wanted;
use strategies::{ChoiceError, Exit, Plan, PlanError, Stream};

/// Why a run did not start.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RunError {
    /// The question is wrong.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// The strategy or a parameter is wrong.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    /// The plan is wrong.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The data isn't what the spec asks for.
    #[error("data: {series} series were given for {symbols} symbols")]
    Series {
        /// How many there are.
        series: usize,
        /// How many the spec names.
        symbols: usize,
    },
    /// There is nothing to run on.
    #[error("data: {symbol} has no bars")]
    NoBars {
        /// Whose bars are missing.
        symbol: String,
    },
}

/// What an observer sees, in the order it happens; after each, the ledger's law holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// An order was executed and booked.
    Filled(Fill),
    /// An order was refused.
    Refused(Refusal),
    /// All symbols were marked at their close.
    Marked(Ts),
}

/// Runs a spec on its data.
pub fn run(spec: &RunSpec, data: &Dataset) -> Result<RunRecord, RunError> {
    run_observed(spec, data, |_, _| {})
}

/// As [`run`]; the observer sees every event with the books right after it.
pub fn run_observed(
    spec: &RunSpec,
    data: &Dataset,
    observer: impl FnMut(Event, &Ledger),
) -> Result<RunRecord, RunError> {
    let plan = strategies::plan_of(&spec.strategy)?;
    run_plan(spec, &plan, data, observer)
}

/// Runs a plan under a spec's market, costs, fills and sizing; the spec's strategy only names it.
pub fn run_plan(
    spec: &RunSpec,
    plan: &Plan,
    data: &Dataset,
    observer: impl FnMut(Event, &Ledger),
) -> Result<RunRecord, RunError> {
    spec.check()?;
    if data.series().len() != spec.market.symbols.len() {
        let (series, symbols) = (data.series().len(), spec.market.symbols.len());
        return Err(RunError::Series { series, symbols });
    }
    if let Some(empty) = data.series().iter().find(|one| one.bars().is_empty()) {
        return Err(RunError::NoBars {
            symbol: empty.instrument().symbol.to_string(),
        });
    }
    let desks: Result<Vec<Desk>, PlanError> = data
        .series()
        .iter()
        .map(|series| Desk::new(series, plan))
        .collect();
    let run = Run {
        spec,
        desks: desks?,
        rules: Rules::of(plan),
        ledger: Ledger::new(spec.cash, data.series().len()),
        reserved: 0.0,
        trades: Vec::new(),
        refusals: BTreeMap::new(),
        observer,
    };
    Ok(run.play(data))
}

/// The exits that are no conditions.
struct Rules {
    after_bars: Option<u32>,
    stop_loss: Option<f64>,
}

impl Rules {
    /// The earliest time exit and the nearest stop win.
    fn of(plan: &Plan) -> Rules {
        let mut rules = Rules {
            after_bars: None,
            stop_loss: None,
        };
        for exit in &plan.exits {
            match exit {
                Exit::Signal(_) => {}
                Exit::AfterBars(bars) => {
                    rules.after_bars = Some(rules.after_bars.map_or(*bars, |n| n.min(*bars)));
                }
                Exit::StopLoss(share) => {
                    rules.stop_loss = Some(rules.stop_loss.map_or(*share, |s: f64| s.min(*share)));
                }
            }
        }
        rules
    }
}

/// One symbol's side of a run.
struct Desk<'data> {
    series: &'data Series,
    stream: Stream,
    /// Next bar to play.
    cursor: usize,
    /// The bar at the current moment, if this symbol has one.
    bar: Option<Bar>,
    /// Close time of the last bar.
    last_close: Ts,
    /// Entry waiting for the next open.
    enter: Option<Reason>,
    /// Exit waiting for the next open.
    exit: Option<Reason>,
    /// Entry resting at the venue in the current bar.
    resting: Option<Order<Approved>>,
    /// Entry level that must be reached in the current bar to become a signal.
    watched: Option<(OrderKind, Reason)>,
}

impl<'data> Desk<'data> {
    fn new(series: &'data Series, plan: &Plan) -> Result<Desk<'data>, PlanError> {
        Ok(Desk {
            series,
            stream: Stream::new(plan)?,
            cursor: 0,
            bar: None,
            last_close: Ts(0),
            enter: None,
            exit: None,
            resting: None,
            watched: None,
        })
    }

    fn next_time(&self) -> Option<i64> {
        self.series.bars().open_time().get(self.cursor).copied()
    }

    /// The bar now, when it can fill orders.
    fn trading_bar(&self) -> Option<Bar> {
        self.bar.filter(|bar| !bar.made_up)
    }
}

struct Run<'data, Observer> {
    spec: &'data RunSpec,
    desks: Vec<Desk<'data>>,
    rules: Rules,
    ledger: Ledger,
    /// Cash promised to resting entries of the current bar.
    reserved: f64,
    trades: Vec<Trade>,
    refusals: BTreeMap<Refusal, u32>,
    observer: Observer,
}

impl<Observer: FnMut(Event, &Ledger)> Run<'_, Observer> {
    fn play(mut self, data: &Dataset) -> RunRecord {
        let timeframe = self.spec.market.timeframe;
        let start = self
            .desks
            .iter()
            .filter_map(Desk::next_time)
            .min()
            .unwrap_or(0);
        let mut curve = CurveWriter::new(start, self.spec.cash.get(), data);
        let mut bars_in_market = 0;
        while let Some(now) = self.desks.iter().filter_map(Desk::next_time).min() {
            let held_before = self.ledger.holds_any();
            let fills_before = self.ledger.fills();
            self.take_bars(now);
            self.open();
            self.inside();
            let dip = self.close(&mut curve);
            let close_time = timeframe.close_of(Ts(now));
            curve.push(close_time.0, self.ledger.equity(), dip);
            self.tell(Event::Marked(close_time));
            if held_before || self.ledger.fills() != fills_before {
                bars_in_market += 1;
            }
        }
        self.finish(data, curve.done(), bars_in_market)
    }

    fn tell(&mut self, event: Event) {
        if let Event::Refused(reason) = event {
            *self.refusals.entry(reason).or_insert(0) += 1;
        }
        (self.observer)(event, &self.ledger);
    }

    /// Deals each symbol its bar of this moment, or none.
    fn take_bars(&mut self, now: i64) {
        self.reserved = 0.0;
        for desk in &mut self.desks {
            desk.resting = None;
            desk.watched = None;
            desk.bar = None;
            if desk.next_time() == Some(now) {
                desk.bar = desk.series.bars().get(desk.cursor);
                desk.cursor += 1;
            }
        }
    }

    /// (1) What the open decides: exits of all symbols first, so that entries can use the cash.
    fn open(&mut self) {
        for symbol in 0..self.desks.len() {
            if let Some(bar) = self.desks[symbol].bar {
                self.ledger.see_open(symbol, bar.open);
            }
        }
        for symbol in 0..self.desks.len() {
            self.exit_at_open(symbol);
        }
        for symbol in 0..self.desks.len() {
            self.enter_at_open(symbol);
        }
    }

    fn exit_at_open(&mut self, symbol: usize) {
        let desk = &self.desks[symbol];
        let (Some(position), Some(bar)) = (self.ledger.position(symbol), desk.bar) else {
            return;
        };
        let (qty, jumped) = (
            position.qty,
            position.stop.is_some_and(|stop| bar.open <= stop.get()),
        );
        let reason = match desk.exit {
            Some(reason) => reason,
            None if jumped => Reason::StopLoss,
            None => return,
        };
        if bar.made_up {
            return self.tell(Event::Refused(Refusal::GapBar));
        }
        self.sell(
            symbol,
            qty,
            OrderKind::Market,
            reason,
            bar.open,
            bar.open_time,
        );
    }

    fn enter_at_open(&mut self, symbol: usize) {
        if self.ledger.position(symbol).is_some() {
            return;
        }
        let desk = &mut self.desks[symbol];
        let Some(bar) = desk.bar else { return };
        let waiting = desk.enter.take();
        let wanted = match waiting {
            Some(reason) => Some((OrderKind::Market, reason)),
            None => match desk.stream.wants_in(bar.open) {
                None => None,
                Some(Wanted::Market) => Some((OrderKind::Market, Reason::EntrySignal)),
                Some(Wanted::Stop(level)) => Price::new(level)
                    .ok()
                    .map(|level| (OrderKind::Stop(level), Reason::EntryStop)),
                Some(Wanted::Limit(level)) => Price::new(level)
                    .ok()
                    .map(|level| (OrderKind::Limit(level), Reason::EntryLimit)),
            },
        };
        let Some((kind, reason)) = wanted else { return };
        if bar.made_up {
            desk.enter = waiting;
            return self.tell(Event::Refused(Refusal::GapBar));
        }
        if kind != OrderKind::Market && self.spec.fill == FillPolicy::NextOpen {
            desk.watched = Some((kind, reason));
            return;
        }
        match self.buy_order(symbol, kind, reason, &bar) {
            Err(refusal) => self.tell(Event::Refused(refusal)),
            Ok(order) if order.kind == OrderKind::Market => self.buy(&order, bar.open, &bar),
            Ok(order) => {
                let price = expected_price(order.kind, bar.open);
                let paid = slipped(price, Side::Buy, order.kind, self.spec.costs.slippage);
                self.reserved += paid * order.qty.get() * (1.0 + self.spec.costs.fee.ratio());
                self.desks[symbol].resting = Some(order);
            }
        }
    }

    /// An entry sized by the equity at this open and approved by the venue's rules.
    fn buy_order(
        &self,
        symbol: usize,
        kind: OrderKind,
        reason: Reason,
        bar: &Bar,
    ) -> Result<Order<Approved>, Refusal> {
        let desk = &self.desks[symbol];
        let equity = Cash::new(self.ledger.equity()).map_err(|_| Refusal::NoCash)?;
        let free =
            Cash::new(self.ledger.cash().get() - self.reserved).map_err(|_| Refusal::NoCash)?;
        let budget = budget(self.spec.sizing, equity, free, self.desks.len());
        if budget <= Cash::ZERO {
            return Err(Refusal::NoCash);
        }
        let instrument = desk.series.instrument();
        let kind = kind.on_grid(Side::Buy, instrument)?;
        let price = expected_price(kind, bar.open);
        let paid = slipped(price, Side::Buy, kind, self.spec.costs.slippage);
        let qty = Qty::new(units(budget, paid, self.spec.costs)).map_err(|_| Refusal::NoCash)?;
        let near = Price::new(price).map_err(|_| Refusal::NoTick)?;
        Order::draft(symbol, Side::Buy, kind, qty, reason, desk.last_close)
            .approve(instrument, near)
    }

    /// (2) Inside the bar: resting entries, then protective stops.
    fn inside(&mut self) {
        for symbol in 0..self.desks.len() {
            let desk = &mut self.desks[symbol];
            let Some(bar) = desk.trading_bar() else {
                continue;
            };
            if let Some((kind, reason)) = desk.watched
                && touch_price(kind, Side::Buy, &bar).is_some()
            {
                desk.enter = Some(reason);
            }
            if let Some(order) = desk.resting
                && let Some(price) = touch_price(order.kind, Side::Buy, &bar)
            {
                self.buy(&order, price, &bar);
            }
        }
        for symbol in 0..self.desks.len() {
            let Some(bar) = self.desks[symbol].trading_bar() else {
                continue;
            };
            let Some(position) = self.ledger.position(symbol) else {
                continue;
            };
            let (qty, Some(stop)) = (position.qty, position.stop) else {
                continue;
            };
            if bar.low <= stop.get() {
                let price = stop.get().min(bar.high);
                let kind = OrderKind::Stop(stop);
                self.sell(symbol, qty, kind, Reason::StopLoss, price, bar.open_time);
            }
        }
    }

    /// (3) At the close: signals for the next bar, positions marked. Gives how much less they were worth at their lows.
    fn close(&mut self, curve: &mut CurveWriter) -> f64 {
        let mut dip = 0.0;
        for symbol in 0..self.desks.len() {
            let desk = &mut self.desks[symbol];
            let Some(bar) = desk.bar else { continue };
            desk.stream.on_close(&bar);
            desk.last_close = self.spec.market.timeframe.close_of(bar.open_time);
            self.ledger.mark(symbol, bar.close);
            curve.price(symbol, bar.close);
            let Some(position) = self.ledger.position(symbol) else {
                continue;
            };
            let time_is_up = self
                .rules
                .after_bars
                .is_some_and(|n| position.bars_held + 1 >= n);
            if desk.exit.is_none() {
                desk.exit = if desk.stream.wants_out() {
                    Some(Reason::ExitSignal)
                } else if time_is_up {
                    Some(Reason::TimeExit)
                } else {
                    None
                };
            }
            dip += self.ledger.age(symbol, &bar);
        }
        dip
    }

    fn buy(&mut self, order: &Order<Approved>, price: f64, bar: &Bar) {
        let Some(fill) = execute(order, price, bar.open_time, self.spec.costs) else {
            return self.tell(Event::Refused(Refusal::NoTick));
        };
        let instrument = self.desks[order.symbol].series.instrument();
        let stop = self.rules.stop_loss.and_then(|share| {
            instrument.on_tick(
                fill.price.get() * (1.0 - share),
                domain::instrument::Round::Down,
            )
        });
        self.ledger.open(&fill, stop, price == bar.open);
        self.tell(Event::Filled(fill));
    }

    fn sell(
        &mut self,
        symbol: usize,
        qty: Qty,
        kind: OrderKind,
        reason: Reason,
        price: f64,
        time: Ts,
    ) {
        let desk = &mut self.desks[symbol];
        let signal_time = desk.last_close;
        let instrument = desk.series.instrument();
        let draft = Order::draft(symbol, Side::Sell, kind, qty, reason, signal_time);
        let near = Price::new(price).ok();
        let fill = near
            .and_then(|near| draft.approve(instrument, near).ok())
            .and_then(|order| execute(&order, price, time, self.spec.costs));
        let Some(fill) = fill else {
            return self.tell(Event::Refused(Refusal::NoTick));
        };
        desk.exit = None;
        let trade = self.ledger.close(&fill, instrument);
        self.trades.extend(trade);
        self.tell(Event::Filled(fill));
    }

    fn finish(mut self, data: &Dataset, curve: Curve, bars_in_market: u32) -> RunRecord {
        for symbol in 0..self.desks.len() {
            let desk = &self.desks[symbol];
            let instrument = desk.series.instrument();
            let open = self.ledger.open_trade(symbol, desk.last_close, instrument);
            let waits = desk.enter.is_some() || desk.exit.is_some();
            self.trades.extend(open);
            if waits {
                self.tell(Event::Refused(Refusal::EndOfData));
            }
        }
        self.trades
            .sort_by(|a, b| (a.entry.time, &a.symbol).cmp(&(b.entry.time, &b.symbol)));
        RunRecord {
            spec_hash: self.spec.hash(),
            data_hash: data.digest(),
            engine: domain::ENGINE_VERSION,
            annualisation: annualisation(data, self.spec.market.timeframe),
            start: self.spec.cash,
            curve,
            trades: self.trades,
            bars_in_market,
            slippage_paid: self.ledger.slippage(),
            refusals: self
                .refusals
                .into_iter()
                .map(|(reason, count)| RefusalCount { reason, count })
                .collect(),
        }
    }
}

/// The yearly factor of the first symbol's calendar; how many bars a session has, only its timestamps know.
fn annualisation(data: &Dataset, timeframe: Timeframe) -> Annualisation {
    let Some(first) = data.series().first() else {
        return Annualisation::of(Calendar::AlwaysOpen, timeframe);
    };
    let calendar = first.instrument().calendar;
    let by_length = Annualisation::of(calendar, timeframe);
    if calendar == Calendar::ExchangeSessions && timeframe < Timeframe::Day1 {
        return Annualisation::of_sessions(calendar, first.bars().open_time()).unwrap_or(by_length);
    }
    by_length
}

/// Where an entry placed at this open is expected to fill: known at the open, so cash can be promised exactly.
fn expected_price(kind: OrderKind, open: f64) -> f64 {
    match kind {
        OrderKind::Market => open,
        OrderKind::Stop(level) => open.max(level.get()),
        OrderKind::Limit(level) => open.min(level.get()),
    }
}
