//! Walks a whole plan and names the first thing that is wrong, with the path where it stands.

mod error;
mod place;
mod shape;

pub use error::PlanError;

use domain::plan::{AddWhen, Distance, EntryOrder, Exit, Plan, SymbolRef, TrailBy};
use domain::{SpecError, Symbol, Timeframe};
use place::Place;

/// Most bars any look back may need.
pub const MOST_BARS: f64 = 100_000.0;

/// Most entries on top of a position: a purchase a day for 27 years.
pub const MOST_ADDS: f64 = 10_000.0;

/// Checks a plan.
pub fn check(plan: &Plan) -> Result<(), PlanError> {
    if let Some(hold) = &plan.hold {
        if !plan.entries.is_empty() || !plan.exits.is_empty() || plan.adds.is_some() {
            return misplaced(
                "hold",
                "shares to hold stand instead of entries, exits and adds",
            );
        }
        Place::CLOSE.cond(&hold.when, "hold.when")?;
        Place::CLOSE.node(&hold.share, "hold.share")?;
        within(hold.tolerance, 0.0, 1.0, || "hold.tolerance".to_owned())?;
    } else if plan.entries.is_empty() {
        return misplaced(
            "entries",
            "there must be at least one entry, or shares to hold",
        );
    }
    for (index, entry) in plan.entries.iter().enumerate() {
        let path = format!("entries[{index}]");
        Place::ENTRY.cond(&entry.when, &format!("{path}.when"))?;
        match &entry.order {
            EntryOrder::Market => {}
            EntryOrder::Stop(level) => Place::ENTRY.node(level, &format!("{path}.order.stop"))?,
            EntryOrder::Limit(level) => Place::ENTRY.node(level, &format!("{path}.order.limit"))?,
        }
    }
    let has_stop = plan
        .exits
        .iter()
        .any(|exit| matches!(exit.unwrapped().0, Exit::Stop(_)));
    for (index, exit) in plan.exits.iter().enumerate() {
        check_exit(exit, &format!("exits[{index}]"), has_stop)?;
    }
    if let Some(adds) = &plan.adds {
        within(f64::from(adds.most), 1.0, MOST_ADDS, || {
            "adds.most".to_owned()
        })?;
        within(adds.scale, 0.01, 100.0, || "adds.scale".to_owned())?;
        match &adds.when {
            AddWhen::Gain(by) => distance(by, "adds.when.gain", has_stop)?,
            AddWhen::Loss(by) => distance(by, "adds.when.loss", has_stop)?,
            AddWhen::Signal(when) => Place::HELD.cond(when, "adds.when.signal")?,
        }
    }
    if let Some(rank) = &plan.rank {
        Place::CLOSE.node(&rank.by, "rank.by")?;
    }
    if let Some(weight) = &plan.weight {
        Place::CLOSE.node(weight, "weight")?;
    }
    if let Some(sizing) = plan.sizing {
        sizing.check().map_err(|error| match error {
            SpecError::Field {
                field,
                got,
                allowed,
            } => PlanError::Shape {
                path: field.to_owned(),
                message: format!("{got} is not allowed, it must be {allowed}"),
            },
            other => PlanError::Shape {
                path: "sizing".to_owned(),
                message: other.to_string(),
            },
        })?;
    }
    Ok(())
}

/// Reads a plan from JSON and checks it; the path of a misspelt field is named too.
pub fn parse(json: &[u8]) -> Result<Plan, PlanError> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let plan: Plan =
        serde_path_to_error::deserialize(&mut reader).map_err(|error| PlanError::Shape {
            path: match error.path().to_string() {
                whole if whole == "." => "plan".to_owned(),
                path => path,
            },
            message: shape::words(json, &error.inner().to_string()),
        })?;
    reader.end().map_err(|error| PlanError::Shape {
        path: "plan".to_owned(),
        message: format!("nothing may follow it: {error}"),
    })?;
    if let Some(path) = shape::unnamed(json, &plan) {
        let message = "its fields need their names, a list has none".to_owned();
        return Err(PlanError::Shape { path, message });
    }
    check(&plan)?;
    Ok(plan)
}

fn check_exit(exit: &Exit, path: &str, has_stop: bool) -> Result<(), PlanError> {
    match exit {
        Exit::Signal(when) => Place::HELD.cond(when, &format!("{path}.signal")),
        Exit::AfterBars(bars) => within(f64::from(*bars), 1.0, MOST_BARS, || {
            format!("{path}.after_bars")
        }),
        Exit::Stop(Distance::R(_)) => misplaced(
            &format!("{path}.stop.r"),
            "a stop can't be measured by itself; use percent, atr or price",
        ),
        Exit::Stop(by) => distance(by, &format!("{path}.stop"), has_stop),
        Exit::Target { at, share } => {
            distance(at, &format!("{path}.target.at"), has_stop)?;
            within(*share, 1e-6, 1.0, || format!("{path}.target.share"))
        }
        Exit::Trail { by, after, .. } => {
            let path = format!("{path}.trail");
            match by {
                TrailBy::Percent(percent) => {
                    within(*percent, 1e-6, 99.999, || format!("{path}.by.percent"))?;
                }
                TrailBy::Atr { period, times } => atr(*period, *times, &format!("{path}.by"))?,
                TrailBy::Price(level) => {
                    Place::HELD.node(level, &format!("{path}.by.price"))?;
                }
            }
            match after {
                Some(after) => distance(after, &format!("{path}.after"), has_stop),
                None => Ok(()),
            }
        }
        Exit::BreakEven { after, plus } => {
            distance(after, &format!("{path}.break_even.after"), has_stop)?;
            within(*plus, -99.0, 1000.0, || format!("{path}.break_even.plus"))
        }
        Exit::SessionEnd { minute, .. } => within(f64::from(*minute), 0.0, 1439.0, || {
            format!("{path}.session_end.minute")
        }),
        Exit::Long(inner) | Exit::Short(inner) => {
            let side = if matches!(exit, Exit::Long(_)) {
                "long"
            } else {
                "short"
            };
            let path = format!("{path}.{side}");
            if matches!(**inner, Exit::Long(_) | Exit::Short(_)) {
                return misplaced(
                    &path,
                    "an exit is for longs or for shorts, not for one of both",
                );
            }
            check_exit(inner, &path, has_stop)
        }
    }
}

fn distance(by: &Distance, path: &str, has_stop: bool) -> Result<(), PlanError> {
    match by {
        Distance::Percent(percent) => {
            within(*percent, 1e-6, 10_000.0, || format!("{path}.percent"))
        }
        Distance::Atr { period, times } => atr(*period, *times, path),
        Distance::Price(level) => Place::CLOSE.node(level, &format!("{path}.price")),
        Distance::R(_) if !has_stop => misplaced(
            &format!("{path}.r"),
            "what is risked is known only with a stop among the exits",
        ),
        Distance::R(times) => within(*times, 1e-6, 10_000.0, || format!("{path}.r")),
    }
}

fn atr(period: u32, times: f64, path: &str) -> Result<(), PlanError> {
    within(f64::from(period), 1.0, 5000.0, || {
        format!("{path}.atr.period")
    })?;
    within(times, 1e-6, 10_000.0, || format!("{path}.atr.times"))
}

fn within(got: f64, least: f64, most: f64, path: impl Fn() -> String) -> Result<(), PlanError> {
    if got.is_nan() || got < least {
        let path = path();
        return Err(PlanError::Below { path, got, least });
    }
    if got > most {
        let path = path();
        return Err(PlanError::Above { path, got, most });
    }
    Ok(())
}

fn misplaced(path: &str, what: &'static str) -> Result<(), PlanError> {
    let path = path.to_owned();
    Err(PlanError::Misplaced { path, what })
}

/// What a run adds to the check: which bars and symbols there are.
pub(crate) fn timeframe_of(
    path: &str,
    asked: Timeframe,
    given: Timeframe,
) -> Result<(), PlanError> {
    if asked > given {
        return Ok(());
    }
    let path = path.to_owned();
    Err(PlanError::Timeframe { path, asked, given })
}

/// The place of a symbol in the run.
pub(crate) fn symbol_of(
    path: &str,
    symbol: &SymbolRef,
    known: &[Symbol],
    traded: usize,
) -> Result<usize, PlanError> {
    match symbol {
        SymbolRef::First => Ok(0),
        SymbolRef::Last => Ok(traded.saturating_sub(1)),
        SymbolRef::Code(code) => {
            let missing = || PlanError::Symbol {
                path: path.to_owned(),
                symbol: *code,
            };
            known
                .iter()
                .position(|known| known == code)
                .ok_or_else(missing)
        }
    }
}

#[cfg(test)]
mod tests;
