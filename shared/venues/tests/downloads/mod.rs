//! Downloads against a simulated exchange: how to set one up, and what should arrive.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise, and no test uses all of this"
)]

use std::sync::Arc;

use domain::{Bar, Span, Symbol, Timeframe, Ts, Venue};
use venues::{
    Backfill, Budget, Direct, Keys, Portfolio, Relayed, Secret, Source, Variant, Wanted, find,
    sim::{Outcome, Shape, SimExchange, drive, market},
};

pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 1_440 * MINUTE;
pub const FOREVER: i64 = 400 * DAY;

pub fn symbol(venue: Venue, number: usize) -> Symbol {
    let text = match venue {
        Venue::Upbit => format!("KRW-C{number}"),
        Venue::Binance => format!("C{number}USDT"),
        _ => format!("S{number}"),
    };
    Symbol::parse(&text).unwrap()
}

pub fn source(venue: Venue, relayed: bool) -> Arc<dyn Source> {
    let exchange = find(venue).unwrap();
    if relayed {
        return Arc::new(Relayed::new(exchange));
    }
    let keys = Keys {
        id: Secret::new("id"),
        secret: Secret::new("secret"),
    };
    Arc::new(Direct::new(exchange, Some(keys)))
}

pub fn budget(source: &dyn Source) -> Budget {
    Budget::new(&source.limits())
}

pub fn sim(venue: Venue, relayed: bool, seed: u64) -> SimExchange {
    let rates = find(venue).unwrap().limits().rates;
    let rate = (!relayed).then(|| rates[0]);
    let exchange = SimExchange::new(venue, seed, rate);
    if relayed {
        exchange.relayed()
    } else {
        exchange
    }
}

pub fn wanted(symbol: Symbol, timeframe: Timeframe, start: Ts, end: Ts) -> Wanted {
    Wanted {
        symbol,
        timeframe,
        span: Span { start, end },
        variant: Variant::default(),
    }
}

/// What should arrive: the bars that open in the span and have surely closed.
pub fn truth(exchange: &mut SimExchange, wanted: &Wanted, now: Ts) -> Vec<Bar> {
    let venue = find(match wanted.symbol.as_str() {
        code if code.starts_with("KRW-") => Venue::Upbit,
        code if code.ends_with("USDT") => Venue::Binance,
        _ => Venue::Alpaca,
    });
    let venue = venue.unwrap();
    // A volume is a sum, and sums in another order have other last digits.
    let asked = venue
        .serves(wanted.timeframe)
        .unwrap()
        .asked(wanted.timeframe);
    let asked = exchange.truth(wanted.symbol, asked).unwrap();
    let truth = asked.resample(wanted.timeframe).unwrap();
    let delay = if venue.venue() == Venue::Alpaca {
        15 * MINUTE
    } else {
        0
    };
    let shown = Ts(now.0 - venue.settles_ms() - delay);
    let closed = |bar: &Bar| venue.closes(wanted.timeframe, bar.open_time) <= shown;
    let inside = |bar: &Bar| wanted.span.contains(bar.open_time);
    truth.iter().filter(inside).filter(closed).collect()
}

/// Where two series part, in few words.
pub fn differ(got: &[Bar], want: &[Bar]) -> Option<String> {
    let row = (0..got.len().max(want.len())).find(|&row| got.get(row) != want.get(row))?;
    Some(format!(
        "{} bars came, {} are true; row {row} is {:?} and should be {:?}",
        got.len(),
        want.len(),
        got.get(row),
        want.get(row)
    ))
}

pub fn one(
    source: &Arc<dyn Source>,
    exchange: &mut SimExchange,
    wanted: Wanted,
    stored: Option<Bar>,
    now: Ts,
) -> Outcome {
    let mut portfolio = Portfolio::new(budget(source.as_ref()));
    portfolio.add(Backfill::new(source.clone(), wanted, stored, now).unwrap());
    drive(
        &mut portfolio,
        exchange,
        now,
        Ts(now.0 + FOREVER),
        |_, _| {},
    )
}

/// The lengths that a market of minutes can be asked for.
pub fn of_minutes() -> Vec<Timeframe> {
    let all = Timeframe::ALL.into_iter();
    all.filter(|length| *length >= Timeframe::Minute1).collect()
}

pub fn quiet(venue: Venue, relayed: bool, slots: u32, holes: f64) -> (SimExchange, Symbol, Ts, Ts) {
    quiet_of(Timeframe::Minute1, venue, relayed, slots, holes)
}

/// A market that is known in bars of this length.
pub fn quiet_of(
    shortest: Timeframe,
    venue: Venue,
    relayed: bool,
    slots: u32,
    holes: f64,
) -> (SimExchange, Symbol, Ts, Ts) {
    let listed = Ts::from_date(2026, 1, 1);
    let mut exchange = sim(venue, relayed, 5);
    let symbol = symbol(venue, 1);
    let shape = Shape {
        listed,
        slots,
        holes,
        halts: 0.0,
    };
    exchange.list(symbol, &market(5, shortest, shape));
    let now = Ts(listed.0 + i64::from(slots) * shortest.millis());
    (exchange, symbol, listed, now)
}
