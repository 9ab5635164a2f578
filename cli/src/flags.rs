//! Turns the flags of `backcast run` into a spec; what no flag says keeps its default.

use crate::data::Files;
use crate::run::{Arguments, Error};
use domain::{
    Bps, Cash, Costs, FillPolicy, NumError, RunSpec, Source, Span, Symbol, Timeframe, Ts, sample,
};
use strategies::defaults;

/// The spec the flags ask for; files bring their symbols, their bar length and the fee of their venue.
pub fn from_flags(flags: &Arguments, files: Option<&Files>) -> Result<RunSpec, Error> {
    let strategies: Vec<&str> = strategies::ALL.iter().map(|one| one.id).collect();
    let strategy = strategies::find(&flags.strategy)
        .ok_or_else(|| wrong("strategy", &flags.strategy, &strategies.join(" or ")))?;
    let (symbols, timeframe) = match files {
        Some(files) => (files.symbols(), files.timeframe()),
        None => (symbols(&flags.symbol)?, sample_timeframe(flags)?),
    };
    let mut spec = defaults::spec(strategy, symbols, timeframe);
    for pair in &flags.set {
        let set = pair
            .split_once('=')
            .and_then(|(name, value)| Some((name, value.parse().ok()?)));
        let (name, value) = set.ok_or_else(|| wrong("set", pair, "NAME=NUMBER, like k=0.5"))?;
        spec.strategy.set(name, value);
    }
    spec.market.span = span(flags, files.map_or(sample::SPAN, Files::span))?;
    if let Some(id) = &flags.fill {
        let found = FillPolicy::find(id);
        spec.fill = found.ok_or_else(|| wrong("fill", id, "next_open or touch"))?;
    }
    if let Some(files) = files {
        spec.market.source = Source::Given(files.venue());
    }
    let fee = match (flags.fee, files) {
        (Some(fee), _) => Bps::new(fee).map_err(|error| outside("fee", error))?,
        (None, Some(files)) => files.fee(),
        (None, None) => spec.costs.fee,
    };
    let slippage = Bps::new(flags.slippage).map_err(|error| outside("slippage", error))?;
    spec.costs = Costs::plain(fee, slippage);
    spec.cash = Cash::new(flags.cash).map_err(|error| outside("cash", error))?;
    spec.check()?;
    Ok(spec)
}

/// A flag that holds something else than it should.
pub fn wrong(flag: &'static str, got: &str, allowed: &str) -> Error {
    Error::Flag {
        flag,
        got: got.to_owned(),
        allowed: allowed.to_owned(),
    }
}

fn outside(flag: &'static str, error: NumError) -> Error {
    let NumError::Outside { got, allowed, .. } = error;
    wrong(flag, &got.to_string(), allowed)
}

fn symbols(codes: &[String]) -> Result<Vec<Symbol>, Error> {
    let first = || vec![sample::SYMBOLS[0].code.to_owned()];
    let codes = if codes.is_empty() {
        first()
    } else {
        codes.to_vec()
    };
    let parse = |code: &String| {
        Symbol::parse(code).map_err(|_| wrong("symbol", code, "capital letters, like SAMPLE-AUR"))
    };
    codes.iter().map(parse).collect()
}

fn sample_timeframe(flags: &Arguments) -> Result<Timeframe, Error> {
    let Some(text) = &flags.timeframe else {
        return Ok(Timeframe::Day1);
    };
    let known = sample::TIMEFRAMES.map(Timeframe::as_str).join(" or ");
    Timeframe::parse(text).ok_or_else(|| wrong("timeframe", text, &known))
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
