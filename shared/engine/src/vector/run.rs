//! A backtest through the vectorised engine: the plan as columns, and a walk that only stops where something can happen.

use super::alone::play_alone;
use super::columns::Sheet;
use super::signals::{Columns, Levels, levels};
use crate::curve::CurveWriter;
use crate::run::{Played, RunError, Sink, bars_of, check_data, compile, play, record};
use crate::signals::Signals;
use domain::{Cash, Dataset, RunRecord, RunSpec, Sizing};
use strategies::{Plan, Program, Stream};

/// A run and the way it was computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The facts.
    pub record: RunRecord,
    /// How they were found.
    pub route: Route,
}

/// How a run was computed. Both ways give the same facts.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// Columns and bitsets.
    Vector,
    /// Bar by bar, and why.
    Event(String),
}

/// Runs a plan; what columns can't express is run bar by bar, and the outcome says so.
pub fn run(spec: &RunSpec, plan: &Plan, data: &Dataset) -> Result<Outcome, RunError> {
    check_data(spec, data)?;
    let (program, sizing) = compile(spec, plan)?;
    let mut sheet = Sheet::new(data.series(), spec.market.timeframe);
    let mut curve = CurveWriter::of(spec, data);
    let (played, route) = walk(spec, (program, sizing), data, &mut sheet, &mut curve);
    let (record, ()) = record(spec, data, played, curve);
    Ok(Outcome { record, route })
}

/// Plays a program over columns, or bar by bar where it must be.
pub(super) fn walk<'a>(
    spec: &RunSpec,
    (program, sizing): (Program, Sizing),
    data: &'a Dataset,
    sheet: &mut Sheet<'a>,
    sink: &mut impl Sink,
) -> (Played<()>, Route) {
    let levels = levels(spec, sizing, &program);
    let columns = Columns::new(program.clone(), sheet, data.series(), levels);
    let out = ((), sink);
    let signals = match columns {
        Ok(signals) => signals,
        Err(reason) => {
            let signals = Stream::over(program, &bars_of(data));
            let played = play(spec, (signals, sizing), data, out, |trader, symbol| {
                trader.may_want(symbol)
            });
            return (played, Route::Event(reason.to_string()));
        }
    };
    let least = least_for_levels(spec, data, sizing).get();
    let poor = |cash: f64| levels == Levels::Reached && cash < least;
    if let [series] = data.series()
        && series.inside().is_none()
    {
        let (_, sink) = out;
        let played = play_alone(spec, (signals, sizing), (data, series), sink, poor);
        return (played, Route::Vector);
    }
    let traded = spec.market.symbols.len();
    let played = play(spec, (signals, sizing), data, out, |trader, symbol| {
        let signals = trader.signals();
        let poor = poor(trader.ledger().cash().get());
        symbol < traded && (signals.may_enter(symbol) || poor && signals.has_closed(symbol))
    });
    (played, Route::Vector)
}

/// Cash below which placing an order could be refused, so that every bar has to be looked at.
fn least_for_levels(spec: &RunSpec, data: &Dataset, sizing: Sizing) -> Cash {
    let floors = data.series().iter().map(|series| {
        let instrument = series.instrument();
        let highest = series.bars().high().iter().copied().fold(0.0, f64::max);
        let lot = match instrument.lot {
            domain::Lot::Any => 0.0,
            domain::Lot::PerUnit(lots) => highest / lots,
        };
        instrument.min_notional.get() + lot
    });
    let share = match sizing {
        Sizing::EqualSlots { fraction } | Sizing::Equity { fraction } => fraction.get(),
        _ => 1.0,
    };
    // Twice the dearest lot, the minimum and what every order costs.
    let floor = floors.fold(0.0, f64::max) + spec.costs.fixed_fee.get();
    Cash::new(2.0 * floor / share).unwrap_or(Cash::ZERO)
}
