//! Laws that hold for every plan on every market, attacked with random ones.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::instrument::Instrument;
use domain::order::Approved;
use domain::plan::Direction;
use domain::{
    Bar, Bars, Dataset, FillPolicy, Order, OrderKind, Purpose, Reason, RunRecord, Series, Side,
    Slippage,
};
use engine::{Event, Journal, Ledger};
use std::collections::BTreeSet;
use tests::market::random_market_of;
use tests::seeds;
use tests::specs::{RandomRun, random_run};

/// Seeds that once broke a law.
const ONCE_BROKEN: [u64; 4] = [7, 65, 315, 1349];

/// Looks at every event and the books behind it.
struct Auditor<'a> {
    run: &'a RandomRun,
    events: Vec<Event>,
    /// The bar each symbol is in, and whether it has closed.
    bars: Vec<Option<(Bar, bool)>>,
    due: Option<(Order<Approved>, f64)>,
    fills: u32,
    fees: f64,
    slippage: f64,
    funding: f64,
    turnover: f64,
    /// Longs without leverage and funding: nothing can be owed.
    spot: bool,
    /// Volume of the last bar that has closed and of the one before it.
    volume: Vec<(f64, f64)>,
    books: Option<Ledger>,
}

impl<'a> Auditor<'a> {
    fn new(run: &'a RandomRun) -> Auditor<'a> {
        let symbols = run.data.series().len();
        Auditor {
            run,
            events: Vec::new(),
            bars: vec![None; symbols],
            due: None,
            fills: 0,
            fees: 0.0,
            slippage: 0.0,
            funding: 0.0,
            turnover: run.spec.cash.get(),
            spot: run.spec.account.leverage == 1.0
                && run.spec.costs.funding.get() == 0.0
                && run.plan.hold.is_none()
                && run
                    .plan
                    .entries
                    .iter()
                    .all(|one| one.side == Direction::Long),
            volume: vec![(0.0, 0.0); symbols],
            books: None,
        }
    }

    fn near(&self, got: f64, want: f64) -> bool {
        (got - want).abs() <= 1e-9 * self.turnover
    }

    fn filled(&mut self, fill: &domain::Fill) {
        // A fill answers one order, in a bar that has opened.
        let (order, reached) = self.due.take().unwrap();
        let (bar, closed) = self.bars[fill.symbol].unwrap();
        assert!(!bar.made_up, "nobody traded in a made-up bar");
        assert_eq!((order.qty, order.reason), (fill.qty, fill.reason));
        assert!(
            fill.signal_time <= fill.time,
            "decided before it happened: {fill:?}"
        );
        let close = self.run.spec.market.timeframe.close_of(bar.open_time);
        assert_eq!(fill.time, if closed { close } else { bar.open_time });
        assert!(
            bar.low <= reached && reached <= bar.high,
            "{reached} outside {bar:?}"
        );
        self.at_its_level(&order, reached, &bar);
        self.costs(&order, reached, &bar, fill);
    }

    /// A stop is never better than its level and a limit never worse.
    fn at_its_level(&self, order: &Order<Approved>, reached: f64, bar: &Bar) {
        let toward = match order.side() {
            Side::Buy => 1.0,
            Side::Sell => -1.0,
        };
        match order.kind {
            OrderKind::Market if order.purpose == Purpose::Close => {}
            OrderKind::Market => assert!(
                reached == bar.open || reached == bar.close,
                "a market order trades where it is sent: {order:?} {reached} {bar:?}"
            ),
            OrderKind::Stop(level) => assert!((reached - level.get()) * toward >= 0.0, "{order:?}"),
            OrderKind::Limit(level) => assert!((reached - level.get()) * toward <= 0.0),
        }
    }

    /// Fee, spread and slippage by their definitions, from what is known before the fill.
    fn costs(&mut self, order: &Order<Approved>, reached: f64, bar: &Bar, fill: &domain::Fill) {
        let costs = &self.run.spec.costs;
        let limit = matches!(order.kind, OrderKind::Limit(_));
        let undisturbed = match (limit, self.run.spec.fill, order.side()) {
            (false, FillPolicy::WorstOfBar, Side::Buy) => bar.high,
            (false, FillPolicy::WorstOfBar, Side::Sell) => bar.low,
            _ => reached,
        };
        let (paid, units) = (fill.price.get(), fill.qty.get());
        let closes = fill.purpose == Purpose::Close;
        let spared =
            limit && !(costs.slip_targets && closes) || (costs.slip_entries_only && closes);
        let share = match costs.slippage {
            _ if spared => Some(0.0),
            Slippage::Bps(bps) => Some(bps.ratio()),
            Slippage::Impact {
                base,
                at_full_volume,
            } => {
                let (last, before) = self.volume[fill.symbol];
                // The end of a session is known before its bar closes.
                let ends = fill.reason == Reason::SessionEnd && self.bars[fill.symbol].unwrap().1;
                let volume = if ends { before } else { last };
                let part = if volume > 0.0 {
                    (units / volume).min(1.0)
                } else {
                    1.0
                };
                Some(base.ratio() + at_full_volume.ratio() * part.sqrt())
            }
            Slippage::Atr { .. } => None,
        };
        let spread = if spared {
            0.0
        } else {
            costs.half_spread.ratio()
        };
        let sign = match order.side() {
            Side::Buy => 1.0,
            Side::Sell => -1.0,
        };
        let moved = sign * (paid / undisturbed - 1.0);
        match share {
            Some(share) => assert!((moved - share - spread).abs() < 1e-12, "{order:?} {fill:?}"),
            None => assert!(moved >= spread - 1e-12),
        }
        // Only a limit that wasn't reached when it was sent has waited; when a target was sent, its entry knows.
        let waits = limit
            && match order.reason {
                Reason::TakeProfit => !order.takes,
                _ => !order.kind.takes(order.side(), bar.open),
            };
        let ratio = if waits { costs.maker_fee } else { costs.fee }.ratio();
        self.fees += paid * units * ratio + costs.fixed_fee.get();
        self.slippage += (paid - undisturbed).abs() * units;
        self.turnover += paid * units;
        self.fills += 1;
    }
}

impl Journal for Auditor<'_> {
    fn write(&mut self, event: &Event, books: &Ledger) {
        self.events.push(*event);
        match event {
            Event::Opened {
                symbol,
                time,
                price,
            } => {
                let bars = self.run.data.series()[*symbol].bars();
                let row = bars.open_time().binary_search(&time.0).unwrap();
                let bar = bars.get(row).unwrap();
                assert_eq!(bar.open, *price);
                self.bars[*symbol] = Some((bar, false));
            }
            Event::Closed { symbol, bar } => {
                self.bars[*symbol] = Some((*bar, true));
                self.volume[*symbol] = (bar.volume, self.volume[*symbol].0);
            }
            Event::Due(order, price) => {
                assert!(self.due.is_none(), "one order after the other");
                self.due = Some((*order, *price));
            }
            Event::Filled(fill) => self.filled(fill),
            Event::Refused { .. } => self.due = None,
            Event::Funded { amount, .. } => self.funding += amount.get(),
            _ => {}
        }
        assert!(self.near(books.law_gap(), 0.0), "{event:?}");
        assert!(
            self.near(books.fees().get(), self.fees),
            "a fee once per side"
        );
        assert!(self.near(books.slippage().get(), self.slippage));
        assert!(self.near(books.funding().get(), self.funding));
        assert_eq!(books.fills(), self.fills);
        if self.spot {
            let owed = books.cash().get() < -1e-9 * self.turnover;
            assert!(!owed, "spot money is never lent: {:?}", books.cash());
        }
        if let Event::Marked(_) = event {
            self.books = Some(books.clone());
        }
    }
}

fn audit(run: &RandomRun) -> (RunRecord, Auditor<'_>) {
    engine::run_plan(&run.spec, &run.plan, &run.data, Auditor::new(run)).unwrap()
}

#[test]
fn the_books_balance_and_every_cost_is_charged_once() {
    seeds::each(&ONCE_BROKEN, 2500, books_balance);
}

#[test]
fn the_books_balance_and_every_cost_is_charged_once_on_the_other_half() {
    seeds::each(&[], 2500, |seed| books_balance(seed + 1_000_000));
}

#[test]
fn the_books_balance_over_many_bars_of_many_symbols() {
    seeds::each(&[], 12, |seed| {
        audited(&random_run(seed + 2_000_000, 5, 5000))
    });
}

fn books_balance(seed: u64) {
    audited(&random_run(seed, 3, 100));
}

fn audited(run: &RandomRun) {
    let (record, auditor) = audit(run);
    let gains: f64 = record.trades.iter().map(|trade| trade.pnl.get()).sum();
    let (start, last) = (run.spec.cash.get(), *record.curve.equity.last().unwrap());
    assert!(
        auditor.near(start + gains, last),
        "trades explain the account: {start} + {gains}, not {last}"
    );
    for trade in &record.trades {
        assert!(trade.worst <= 0.0 && trade.best >= 0.0, "{trade:?}");
        assert!(trade.entry.signal_time <= trade.entry.time);
        assert!(trade.entry.time <= trade.exit.time);
    }
    let pairs = record.curve.worst.iter().zip(&record.curve.equity);
    assert!(
        pairs.clone().all(|(worst, close)| worst <= close),
        "no close is below its bar"
    );
    replayed(run, &record, &auditor);
    let report = metrics::report(record);
    let sound = |metric: &domain::MetricValue| metric.value.map_or(true, f64::is_finite);
    assert!(report.metrics.iter().all(sound));
}

/// The journal alone gives the same books and trades.
fn replayed(run: &RandomRun, record: &RunRecord, auditor: &Auditor<'_>) {
    let series = run.data.series().iter();
    let instruments: Vec<&Instrument> = series.map(Series::instrument).collect();
    let (books, mut trades) = engine::replay(run.spec.cash, &auditor.events, &instruments);
    assert_eq!(Some(books), auditor.books);
    trades.sort_by(|a, b| (a.entry.time, &a.symbol).cmp(&(b.entry.time, &b.symbol)));
    let closed: Vec<_> = record.trades.iter().filter(|trade| !trade.open).collect();
    assert_eq!(trades.iter().collect::<Vec<_>>(), closed);
}

/// The same until a time, then `after`: nothing or another market.
fn until(data: &Dataset, time: i64, other: Option<&Dataset>) -> Option<Dataset> {
    let joined = |mine: &Bars, other: Option<&Bars>| {
        let before = mine.iter().filter(|bar| bar.open_time.0 < time);
        let after = other.into_iter().flat_map(Bars::iter);
        let after = after.filter(|bar| bar.open_time.0 >= time);
        let bars = Bars::from_bars(mine.timeframe(), before.chain(after)).unwrap();
        let starts_before = bars.open_time().first().is_some_and(|first| *first < time);
        starts_before.then_some(bars)
    };
    let series = data.series().iter().enumerate().map(|(place, one)| {
        let other = other.map(|other| &other.series()[place]);
        let bars = joined(one.bars(), other.map(Series::bars))?;
        let series = Series::new(one.instrument().clone(), bars);
        Some(match one.inside() {
            None => series,
            Some(inside) => {
                let other = other.and_then(Series::inside);
                series.replayed_by(joined(inside, other)?)
            }
        })
    });
    Some(Dataset::new(series.collect::<Option<_>>()?))
}

/// Every point of the account up to a time, to the bit, and every trade that ended before it.
fn known_until(record: &RunRecord, time: i64) -> (Vec<(i64, u64)>, Vec<domain::Trade>) {
    let points = record.curve.time.iter().zip(&record.curve.equity);
    let points = points.filter(|(at, _)| **at <= time);
    let ended = record.trades.iter().filter(|trade| !trade.open);
    (
        points.map(|(at, equity)| (*at, equity.to_bits())).collect(),
        ended
            .filter(|trade| trade.exit.time.0 < time)
            .cloned()
            .collect(),
    )
}

#[test]
fn the_future_changes_nothing_before_it() {
    seeds::each(&[], 700, |seed| {
        let run = random_run(seed ^ 0xf0f0_0000, 3, 120);
        let market = &run.spec.market;
        let span = run.data.series()[0].bars().len();
        let cut = (1 + seed as usize % span) as i64 * market.timeframe.millis();
        let other = match market.inside {
            Some(_) => tests::market::replayed_market(seed ^ 1, run.data.series().len(), 120),
            None => random_market_of(seed ^ 1, run.data.series().len(), 120, market.timeframe),
        };
        let whole = engine::run(&run.spec, &run.data).unwrap();
        for other in [None, Some(&other)] {
            let Some(data) = until(&run.data, cut, other) else {
                continue;
            };
            let part = engine::run(&run.spec, &data).unwrap();
            assert_eq!(known_until(&whole, cut), known_until(&part, cut));
        }
    });
}

/// A suite that never meets a rule says nothing about it.
#[test]
fn random_runs_meet_every_reason_and_refusal() {
    let (mut reasons, mut refusals) = (BTreeSet::new(), BTreeSet::new());
    for seed in 0..1500 {
        let run = random_run(seed, 3, 100);
        let (record, _) = engine::run_plan(&run.spec, &run.plan, &run.data, ()).unwrap();
        let ends = record.trades.iter().map(|trade| (trade.entry, trade.exit));
        reasons
            .extend(ends.flat_map(|(entry, exit)| [entry, exit].map(|one| one.reason.text().en)));
        let counts = record.refusals.iter().chain(&record.cuts);
        refusals.extend(counts.map(|count| count.reason));
    }
    // An add is part of the trade it joins, and both signals have one word.
    assert_eq!(reasons.len(), 13, "{reasons:?}");
    // No price here is small enough for a level below the smallest tick.
    assert_eq!(refusals.len(), 12, "{refusals:?}");
}
