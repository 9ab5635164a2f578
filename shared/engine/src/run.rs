//! A backtest through the event-driven engine: bars of a dataset are fed to the trader one moment after the other.

use crate::broker::Simulated;
use crate::curve::CurveWriter;
use crate::event::{Event, Journal, Observer};
use crate::feed::Feed;
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
    // Whoever looks on sees every step of every bar: the reference of the tests.
    let signals = match J::LOOKS {
        true => Stream::new(program),
        false => Stream::over(program, &bars_of(data)),
    };
    let mut curve = CurveWriter::of(spec, data);
    let out = (journal, &mut curve);
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
    loop {
        if let Some((bars, row)) = feed.only()
            && let Some((passed, account)) = trader.wait(bars, row..bars.len())
        {
            sink.hold(bars, row..row + passed, account);
            if account.units > 0.0 {
                bars_in_market += passed as u32;
            }
            feed.skip(passed);
        }
        let Some(now) = feed.take() else { break };
        let held_before = trader.ledger().held() > 0;
        let fills_before = trader.ledger().fills();
        if !trader.is_quiet(&feed.bars, |symbol| may_enter(&trader, symbol)) {
            trader.trade(Ts(now), &feed.bars, &feed.shorter());
        }
        let close_time = feed.close_of(now);
        let dip = trader.close(close_time, &feed.bars);
        sink.push(close_time.0, &feed.bars, trader.equity(), dip);
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

/// The bars of each symbol.
pub(crate) fn bars_of(data: &Dataset) -> Vec<&Bars> {
    data.series().iter().map(Series::bars).collect()
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
    // By keys beside them: a trade is long, and moving it at each comparison costs more than all comparisons.
    trades.sort_by_cached_key(|trade| (trade.entry.time, trade.symbol));
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
