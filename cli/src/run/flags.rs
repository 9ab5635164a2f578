//! Turns the flags of `backcast run` into a spec; what no flag says keeps its default.

use super::arguments::Arguments;
use super::data::Files;
use super::error::{Error, refused, wrong};
use super::{numbers, read};
use crate::sets;
use domain::{
    Bps, Cash, Costs, FillPolicy, NumError, PathRule, Ratio, Risk, RunSpec, Source, Span,
    SpecError, StrategyChoice, Symbol, Timeframe, Ts, sample,
};
use std::collections::BTreeMap;
use strategies::{EntryOrder, Params, Plan, Strategy, defaults};

/// The spec the flags ask for; files bring their symbols, their bar length and the fees of their venue.
pub fn from_flags(flags: &Arguments, files: Option<&Files>) -> Result<RunSpec, Error> {
    let strategy = strategy(flags)?;
    let (symbols, timeframe) = match files {
        Some(files) => (files.traded(), files.timeframe()),
        None => (symbols(&flags.symbol)?, sample_timeframe(flags)?),
    };
    let mut spec = defaults::spec(strategy, symbols, timeframe);
    match own_plan(flags)? {
        Some(plan) => {
            spec.fill = fill_of(&plan);
            spec.strategy = StrategyChoice::Plan(Box::new(plan));
        }
        None => spec.strategy = StrategyChoice::library(strategy.id, params(strategy, &flags.set)?),
    }
    match files {
        Some(files) => {
            spec.market.source = Source::Given(files.venue());
            spec.market.watched = files.watched();
            spec.market.inside = files.inside();
        }
        None => {
            spec.market.watched = watched_samples(&flags.watch)?;
            spec.market.inside = sample_inside(flags, timeframe)?;
        }
    }
    spec.market.span = span(flags, files.map_or(sample::SPAN, Files::span))?;
    execution(flags, &mut spec)?;
    spec.costs = costs(flags, files)?;
    account(flags, &mut spec)?;
    spec.check().map_err(|error| by_flag(error, flags, files))?;
    Ok(spec)
}

fn strategy(flags: &Arguments) -> Result<&'static Strategy, Error> {
    let id = flags.strategy.as_deref().unwrap_or(defaults::STRATEGY);
    strategies::find(id).ok_or_else(|| wrong("strategy", id, sets::strategies_like(id)))
}

fn params(strategy: &Strategy, given: &[String]) -> Result<BTreeMap<String, f64>, Error> {
    let values = sets::values(strategy.params, given)?;
    let values: BTreeMap<String, f64> = strategy
        .params
        .iter()
        .map(|param| param.id.to_owned())
        .zip(values)
        .collect();
    // A rule between two parameters, such as fast below slow, is known to the strategy alone.
    Params::check(strategy.params, &values)
        .and_then(|params| (strategy.plan)(&params))
        .map_err(sets::SetError::from)?;
    Ok(values)
}

fn own_plan(flags: &Arguments) -> Result<Option<Plan>, Error> {
    let Some(file) = &flags.plan else {
        return Ok(None);
    };
    let plan = strategies::parse(&read("plan", file)?);
    Ok(Some(plan.map_err(|error| refused("plan", file, error))?))
}

/// Nobody who writes a level means the open after it was reached.
fn fill_of(plan: &Plan) -> FillPolicy {
    let waits = |order: &EntryOrder| !matches!(order, EntryOrder::Market);
    if plan.entries.iter().any(|entry| waits(&entry.order)) {
        FillPolicy::Touch
    } else {
        FillPolicy::NextOpen
    }
}

fn execution(flags: &Arguments, spec: &mut RunSpec) -> Result<(), Error> {
    if let Some(id) = &flags.fill {
        let known = || FillPolicy::ALL.map(FillPolicy::id).join(" or ");
        spec.fill = FillPolicy::find(id).ok_or_else(|| wrong("fill", id, known()))?;
    }
    if let Some(id) = &flags.path {
        let known = || PathRule::ALL.map(PathRule::id).join(" or ");
        spec.path = PathRule::find(id).ok_or_else(|| wrong("path", id, known()))?;
    }
    match (spec.fill, spec.market.inside) {
        (FillPolicy::Intrabar, None) => {
            let allowed = "with shorter bars to replay: say --inside 1h, or --inside-data SYMBOL=FILE beside --data";
            Err(wrong("fill", spec.fill.id(), allowed))
        }
        (fill, Some(inside)) if fill != FillPolicy::Intrabar => {
            let flag = match &flags.inside {
                Some(_) => "inside",
                None => "inside-data",
            };
            let allowed = "left out, or beside --fill intrabar, which alone looks inside a bar";
            Err(wrong(flag, inside.as_str(), allowed))
        }
        _ => Ok(()),
    }
}

fn costs(flags: &Arguments, files: Option<&Files>) -> Result<Costs, Error> {
    let fee = match &flags.fee {
        Some(text) => Some(numbers::bps("fee", text)?),
        None => None,
    };
    let (taker, maker) = match (fee, files) {
        (Some(fee), _) => (fee, fee),
        (None, Some(files)) => files.fees(),
        (None, None) => {
            let fee = Bps::new(defaults::FEE_BPS).unwrap_or_default();
            (fee, fee)
        }
    };
    let mut costs = Costs::plain(taker, Bps::new(defaults::SLIPPAGE_BPS).unwrap_or_default());
    costs.maker_fee = match &flags.maker_fee {
        Some(text) => numbers::bps("maker-fee", text)?,
        None => maker,
    };
    if let Some(text) = &flags.slippage {
        costs.slippage = numbers::slippage(text)?;
    }
    if let Some(text) = &flags.funding {
        let ratio = numbers::signed_bps("funding", text)? / 10_000.0;
        costs.funding = Ratio::new(ratio).map_err(|error| outside("funding", error))?;
    }
    if let Some(text) = &flags.borrow {
        costs.borrow = numbers::bps("borrow", text)?;
    }
    Ok(costs)
}

fn account(flags: &Arguments, spec: &mut RunSpec) -> Result<(), Error> {
    if let Some(text) = &flags.size {
        spec.sizing = Some(numbers::sizing(text)?);
    }
    let account = &mut spec.account;
    if let Some(text) = &flags.leverage {
        account.leverage = numbers::number("leverage", text, "a number from 1 to 125, like 3")?;
    }
    if let Some(text) = &flags.maintenance {
        let allowed = "a share below 1 / leverage, like 0.01";
        let share = numbers::number("maintenance", text, allowed)?;
        account.maintenance = Ratio::new(share).map_err(|error| outside("maintenance", error))?;
    }
    if let Some(text) = &flags.max_positions {
        let most = text.parse().ok().filter(|most| *most > 0);
        let most = most.ok_or_else(|| wrong("max-positions", text, "a whole number, 1 or more"))?;
        account.most_positions = Some(most);
    }
    account.hedge = flags.hedge;
    match flags.risk.as_deref() {
        None | Some("off") => {}
        Some("careful") => spec.risk = Risk::careful(),
        Some(other) => return Err(wrong("risk", other, "off or careful")),
    }
    if let Some(text) = &flags.cash {
        let cash = numbers::number("cash", text, "an amount above 0, like 10000000")?;
        spec.cash = Cash::new(cash).map_err(|error| outside("cash", error))?;
    }
    Ok(())
}

/// The refusal of a field in the words of the flag that made it.
fn by_flag(error: SpecError, flags: &Arguments, files: Option<&Files>) -> Error {
    let SpecError::Field {
        field,
        got,
        allowed,
    } = error
    else {
        return error.into();
    };
    let files_given = files.is_some();
    let typed = |text: &Option<String>| text.clone().unwrap_or_default();
    let flag = match field {
        "costs.funding" => {
            let allowed = "between -500 and 500 basis points for 8 hours";
            return wrong("funding", &typed(&flags.funding), allowed);
        }
        "costs.slippage.atr.share" | "costs.slippage.atr.period" => {
            let part = if field.ends_with("share") {
                "SHARE"
            } else {
                "BARS"
            };
            let allowed = format!("atr:SHARE/BARS with {part} {allowed}");
            return wrong("slippage", &typed(&flags.slippage), allowed);
        }
        "market.span" if flags.from.is_none() || flags.to.is_none() => {
            let flag = if flags.from.is_some() { "from" } else { "to" };
            let Span { start, end } = files.map_or(sample::SPAN, Files::span);
            let allowed = format!("a start before its end; the bars go from {start} to {end}");
            return wrong(flag, &got, allowed);
        }
        "cash" => "cash",
        "account.leverage" => "leverage",
        "account.maintenance" => "maintenance",
        "market.symbols" if files_given => "data",
        "market.symbols" => "symbol",
        "market.span" => "from",
        "market.inside" if files_given => "inside-data",
        "market.inside" => "inside",
        _ if field.starts_with("costs.slippage") => "slippage",
        _ => {
            return SpecError::Field {
                field,
                got,
                allowed,
            }
            .into();
        }
    };
    wrong(flag, &got, allowed)
}

fn outside(flag: &'static str, error: NumError) -> Error {
    let NumError::Outside { got, allowed, .. } = error;
    wrong(flag, &got.to_string(), allowed)
}

fn symbols(codes: &[String]) -> Result<Vec<Symbol>, Error> {
    if codes.is_empty() {
        let first = sample::SYMBOLS.iter().take(1);
        return Ok(first
            .filter_map(|one| Symbol::parse(one.code).ok())
            .collect());
    }
    codes
        .iter()
        .map(|code| sample_symbol("symbol", code))
        .collect()
}

fn watched_samples(codes: &[String]) -> Result<Vec<Symbol>, Error> {
    codes
        .iter()
        .map(|code| sample_symbol("watch", code))
        .collect()
}

fn sample_symbol(flag: &'static str, code: &str) -> Result<Symbol, Error> {
    let found = Symbol::parse(code)
        .ok()
        .filter(|symbol| sample::find(symbol).is_some());
    found.ok_or_else(|| {
        let known = sample::SYMBOLS.map(|one| one.code).join(" or ");
        wrong(
            flag,
            code,
            format!("{known}; other symbols need a file, with --data"),
        )
    })
}

fn sample_timeframe(flags: &Arguments) -> Result<Timeframe, Error> {
    flags
        .timeframe
        .as_ref()
        .map_or(Ok(Timeframe::Day1), |text| of_sample("timeframe", text))
}

fn sample_inside(flags: &Arguments, timeframe: Timeframe) -> Result<Option<Timeframe>, Error> {
    let Some(text) = &flags.inside else {
        return Ok(None);
    };
    let inside = of_sample("inside", text)?;
    if inside >= timeframe {
        let allowed = format!("shorter than the {timeframe} of --timeframe, like 1h inside 1d");
        return Err(wrong("inside", text, allowed));
    }
    Ok(Some(inside))
}

fn of_sample(flag: &'static str, text: &str) -> Result<Timeframe, Error> {
    let found = Timeframe::parse(text).filter(|frame| sample::TIMEFRAMES.contains(frame));
    found.ok_or_else(|| {
        let known = sample::TIMEFRAMES.map(Timeframe::as_str).join(" or ");
        wrong(flag, text, known)
    })
}

/// The days asked for; a side nobody said is that of the data.
fn span(flags: &Arguments, there: Span) -> Result<Option<Span>, Error> {
    let day = |flag, text: &Option<String>, otherwise: Ts| match text {
        None => Ok(otherwise),
        Some(text) => date(text).ok_or_else(|| wrong(flag, text, "a date like 2024-01-31")),
    };
    if flags.from.is_none() && flags.to.is_none() {
        return Ok(None);
    }
    let start = day("from", &flags.from, there.start)?;
    let end = day("to", &flags.to, there.end)?;
    Ok(Some(Span { start, end }))
}

/// Midnight UTC of a date that exists.
fn date(text: &str) -> Option<Ts> {
    domain::moment::parse_utc(&format!("{text}T00:00:00"))
}
