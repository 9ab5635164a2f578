//! A backtest through the event-driven engine: bars of a dataset are fed to the trader one moment after the other.

use crate::broker::Simulated;
use crate::curve::CurveWriter;
use crate::event::{Event, Journal, Observer};
use crate::ledger::{Account, Ledger};
use crate::signals::Signals;
use crate::trader::Trader;
use domain::{
    Annualisation, Bar, Bars, Calendar, Dataset, Instrument, Refusal, RefusalCount, RunRecord,
    RunSpec, Series, Sizing, SpecError, Symbol, Timeframe, Ts,
};
use std::collections::BTreeMap;
use std::ops::Range;
use strategies::{ChoiceError, Plan, PlanError, Program, Setting, Stream};

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
    #[error("plan.{0}")]
    Plan(#[from] PlanError),
    /// The data isn't what the spec asks for.
    #[error("data: {series} series were given for {symbols} symbols")]
    Series {
        /// How many there are.
        series: usize,
        /// How many the spec names.
        symbols: usize,
    },
    /// A series of another symbol.
    #[error("data: series {place} is {got}, the question asks for {wanted}")]
    Symbol {
        /// Which series, counted from 0.
        place: usize,
        /// Whose it is.
        got: Symbol,
        /// Whose it should be.
        wanted: Symbol,
    },
    /// Bars of another length.
    #[error("data: {symbol} has {got} bars, the question asks for {wanted}")]
    Timeframe {
        /// Whose bars.
        symbol: Symbol,
        /// Their length.
        got: Timeframe,
        /// The length asked for.
        wanted: Timeframe,
    },
    /// There is nothing to run on.
    #[error("data: {symbol} has no bars")]
    NoBars {
        /// Whose bars are missing.
        symbol: Symbol,
    },
    /// The data are not those the question was asked about.
    #[error("market.data: the question belongs to data {wanted}, these are {got}")]
    OtherData {
        /// The hash in the question.
        wanted: String,
        /// The hash of the data.
        got: String,
    },
    /// The plan asks for something that is not known in this account.
    #[error(
        "account.hedge: {path} looks at the open position, but with hedging there may be two; turn one of them off"
    )]
    Hedged {
        /// Where.
        path: String,
    },
}

/// Runs a spec on its data.
pub fn run(spec: &RunSpec, data: &Dataset) -> Result<RunRecord, RunError> {
    let plan = strategies::plan_of(&spec.strategy)?;
    Ok(run_plan(spec, &plan, data, ())?.0)
}

/// As [`run`]; the observer sees every event with the books right after it.
pub fn run_observed(
    spec: &RunSpec,
    data: &Dataset,
    observer: impl FnMut(&Event, &Ledger),
) -> Result<RunRecord, RunError> {
    let plan = strategies::plan_of(&spec.strategy)?;
    Ok(run_plan(spec, &plan, data, Observer(observer))?.0)
}

/// Runs a plan under a spec's market, costs, fills and sizing; the spec's strategy only names it.
pub fn run_plan<J: Journal>(
    spec: &RunSpec,
    plan: &Plan,
    data: &Dataset,
    journal: J,
) -> Result<(RunRecord, J), RunError> {
    check_data(spec, data)?;
    let (program, sizing) = compile(spec, plan)?;
    let signals = Stream::new(program);
    let mut curve = CurveWriter::of(spec, data);
    let out = (journal, &mut curve);
    // Whoever looks on sees every step of every bar: the reference of the tests.
    let played = play(spec, (signals, sizing), data, out, |trader, symbol| {
        J::LOOKS || trader.may_want(symbol)
    });
    Ok(record(spec, data, played, curve))
}

/// The program of a plan for a run, and the sizing in use.
pub fn compile(spec: &RunSpec, plan: &Plan) -> Result<(Program, Sizing), RunError> {
    spec.check()?;
    let sizing = spec
        .sizing
        .or(plan.sizing)
        .unwrap_or_else(Sizing::whole_slot);
    let setting = Setting {
        timeframe: spec.market.timeframe,
        symbols: &spec.market.symbols,
        watched: &spec.market.watched,
        sizing,
        slippage: spec.costs.slippage,
    };
    let program = Program::new(plan, setting)?;
    let held = program.slots.iter().find(|one| one.held);
    if let (true, Some(held)) = (spec.account.hedge, held) {
        let path = held.path.clone();
        return Err(RunError::Hedged { path });
    }
    Ok((program, sizing))
}

/// Are these the bars the spec asks for?
pub fn check_data(spec: &RunSpec, data: &Dataset) -> Result<(), RunError> {
    let market = &spec.market;
    let wanted: Vec<&Symbol> = market.symbols.iter().chain(&market.watched).collect();
    if data.series().len() != wanted.len() {
        let (series, symbols) = (data.series().len(), wanted.len());
        return Err(RunError::Series { series, symbols });
    }
    for (place, (series, wanted)) in data.series().iter().zip(wanted).enumerate() {
        let symbol = series.instrument().symbol;
        if symbol != *wanted {
            let wanted = *wanted;
            return Err(RunError::Symbol {
                place,
                got: symbol,
                wanted,
            });
        }
        if series.bars().is_empty() {
            return Err(RunError::NoBars { symbol });
        }
        let (got, wanted) = (series.bars().timeframe(), market.timeframe);
        if got != wanted {
            return Err(RunError::Timeframe {
                symbol,
                got,
                wanted,
            });
        }
    }
    match market.data {
        Some(wanted) if wanted != data.digest() => Err(RunError::OtherData {
            wanted: wanted.to_string(),
            got: data.digest().to_string(),
        }),
        _ => Ok(()),
    }
}

/// Takes the account down, one close after the other.
pub(crate) trait Sink {
    /// The bars of a moment have closed; `dip` is how much less the positions were worth at the worst of the bar.
    fn push(&mut self, time: i64, bars: &[Option<Bar>], equity: f64, dip: f64);

    /// The only symbol closed all of these bars with this account held unchanged.
    fn hold(&mut self, bars: &Bars, rows: Range<usize>, account: Account);
}

/// What is left of a run when its bars have gone by.
pub(crate) struct Played<J> {
    pub(crate) done: crate::trader::Finished<J>,
    pub(crate) bars_in_market: u32,
}

/// Feeds the bars of a dataset to a trader. `may_enter` says for a symbol whether an entry may be due in its next bar.
pub(crate) fn play<S: Signals, J: Journal>(
    spec: &RunSpec,
    (signals, sizing): (S, Sizing),
    data: &Dataset,
    (journal, sink): (J, &mut impl Sink),
    may_enter: impl Fn(&Trader<'_, S, Simulated, J>, usize) -> bool,
) -> Played<J> {
    let instruments: Vec<&Instrument> = data.series().iter().map(Series::instrument).collect();
    let annualisation = annualisation(data, spec.market.timeframe);
    let broker = Simulated {
        costs: spec.costs,
        policy: spec.fill,
    };
    let mut trader = Trader::new(
        spec,
        sizing,
        signals,
        &instruments,
        annualisation,
        broker,
        journal,
    );
    let mut feed = Feed::new(data, spec.market.timeframe);
    let mut bars_in_market = 0;
    while let Some(now) = feed.take() {
        let held_before = trader.ledger().held() > 0;
        let fills_before = trader.ledger().fills();
        if !trader.is_quiet(&feed.bars, |symbol| may_enter(&trader, symbol)) {
            trader.trade(Ts(now), &feed.bars, &feed.shorter());
        }
        let close_time = feed.close_of(now);
        let dip = trader.close(close_time, &feed.bars);
        sink.push(close_time.0, &feed.bars, trader.ledger().equity(), dip);
        if held_before || trader.ledger().fills() != fills_before {
            bars_in_market += 1;
        }
    }
    let done = trader.finish();
    Played {
        done,
        bars_in_market,
    }
}

/// The moment the first bar opens.
pub(crate) fn begin(data: &Dataset) -> i64 {
    let firsts = data.series().iter();
    let firsts = firsts.filter_map(|one| one.bars().open_time().first().copied());
    firsts.min().unwrap_or(0)
}

/// The facts of a run.
pub(crate) fn record<J>(
    spec: &RunSpec,
    data: &Dataset,
    played: Played<J>,
    curve: CurveWriter,
) -> (RunRecord, J) {
    let done = played.done;
    let mut trades = done.trades;
    trades.sort_by(|a, b| (a.entry.time, &a.symbol).cmp(&(b.entry.time, &b.symbol)));
    let counts = |counts: BTreeMap<Refusal, u32>| {
        let counts = counts.into_iter();
        counts
            .map(|(reason, count)| RefusalCount { reason, count })
            .collect()
    };
    let record = RunRecord {
        spec_hash: spec.hash(),
        data_hash: data.digest(),
        engine: domain::ENGINE_VERSION,
        annualisation: annualisation(data, spec.market.timeframe),
        start: spec.cash,
        curve: curve.done(),
        trades,
        bars_in_market: played.bars_in_market,
        slippage_paid: done.ledger.slippage(),
        funding_paid: done.ledger.funding(),
        refusals: counts(done.refusals),
        cuts: counts(done.cuts),
    };
    (record, done.journal)
}

/// The bars of all symbols, aligned by time.
struct Feed<'a> {
    seats: Vec<Seat<'a>>,
    /// The next moment at which a symbol has a bar.
    next: i64,
    bars: Vec<Option<Bar>>,
    replays: Option<Replays<'a>>,
    timeframe: Timeframe,
    /// Length of all bars, where they have one: months don't.
    length: Option<i64>,
}

/// How far one symbol has come.
struct Seat<'a> {
    bars: &'a Bars,
    times: &'a [i64],
    row: usize,
    /// When its next bar opens.
    next: i64,
}

/// The shorter bars that symbols are replayed on.
struct Replays<'a> {
    series: &'a [Series],
    rows: Vec<usize>,
    bars: Vec<Vec<Bar>>,
}

/// When a bar opens that there isn't.
const NEVER: i64 = i64::MAX;

impl<'a> Feed<'a> {
    fn new(data: &'a Dataset, timeframe: Timeframe) -> Feed<'a> {
        let seats = data.series().iter().map(|one| Seat {
            bars: one.bars(),
            times: one.bars().open_time(),
            row: 0,
            next: one.bars().open_time().first().copied().unwrap_or(NEVER),
        });
        let seats: Vec<Seat<'_>> = seats.collect();
        let replays = data.series().iter().any(|one| one.inside().is_some());
        Feed {
            next: seats.iter().map(|seat| seat.next).min().unwrap_or(NEVER),
            bars: vec![None; seats.len()],
            replays: replays.then(|| Replays::new(data.series())),
            seats,
            timeframe,
            length: (timeframe != Timeframe::Month1).then(|| timeframe.millis()),
        }
    }

    /// When a bar closes that opens at this moment.
    #[inline]
    fn close_of(&self, open: i64) -> Ts {
        match self.length {
            Some(length) => Ts(open + length),
            None => self.timeframe.close_of(Ts(open)),
        }
    }

    /// Deals each symbol its bar of the next moment, or none; gives that moment until there is none.
    #[inline]
    fn take(&mut self) -> Option<i64> {
        let now = self.next;
        if now == NEVER {
            return None;
        }
        self.next = NEVER;
        for (seat, into) in self.seats.iter_mut().zip(&mut self.bars) {
            if seat.next == now {
                seat.take(into);
            } else {
                *into = None;
            }
            self.next = self.next.min(seat.next);
        }
        if let Some(replays) = &mut self.replays {
            replays.take(now);
        }
        Some(now)
    }

    fn shorter(&self) -> Vec<&[Bar]> {
        let bars = self.replays.iter().flat_map(|replays| &replays.bars);
        bars.map(Vec::as_slice).collect()
    }
}

impl Seat<'_> {
    #[inline]
    fn take(&mut self, into: &mut Option<Bar>) {
        match self.bars.get(self.row) {
            Some(bar) => *into = Some(bar),
            None => *into = None,
        }
        self.row += 1;
        self.next = self.times.get(self.row).copied().unwrap_or(NEVER);
    }
}

impl<'a> Replays<'a> {
    fn new(series: &'a [Series]) -> Replays<'a> {
        Replays {
            series,
            rows: vec![0; series.len()],
            bars: vec![Vec::new(); series.len()],
        }
    }

    /// Deals each symbol the shorter bars inside its bar of this moment.
    fn take(&mut self, now: i64) {
        let places = self.rows.iter_mut().zip(&mut self.bars);
        for (series, (row, into)) in self.series.iter().zip(places) {
            let Some(inside) = series.inside() else {
                continue;
            };
            let end = series.bars().timeframe().close_of(Ts(now)).0;
            let times = inside.open_time();
            into.clear();
            while times.get(*row).is_some_and(|time| *time < now) {
                *row += 1;
            }
            while times.get(*row).is_some_and(|time| *time < end) {
                into.extend(inside.get(*row));
                *row += 1;
            }
        }
    }
}

/// The yearly factor of the first symbol's calendar; how many bars a session has, only its timestamps know.
pub fn annualisation(data: &Dataset, timeframe: Timeframe) -> Annualisation {
    let Some(first) = data.series().first() else {
        return Annualisation::of(Calendar::AlwaysOpen, timeframe);
    };
    let calendar = first.instrument().calendar;
    let by_length = Annualisation::of(calendar, timeframe);
    if calendar != Calendar::AlwaysOpen && timeframe < Timeframe::Day1 {
        return Annualisation::of_sessions(calendar, first.bars().open_time()).unwrap_or(by_length);
    }
    by_length
}
