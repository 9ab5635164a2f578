//! Random markets with everything that breaks engines: holes, jumps, limit moves, flat stretches, silent and made-up bars.

use domain::random::Random;
use domain::{Bar, Bars, Dataset, Instrument, Series, Symbol, Timeframe, Ts, instrument::Round};

/// A market of `symbols` series of at most `bars` days; the seed decides everything.
pub fn random_market(seed: u64, symbols: usize, bars: usize) -> Dataset {
    random_market_of(seed, symbols, bars, Timeframe::Day1)
}

/// The same with bars of another length.
pub fn random_market_of(seed: u64, symbols: usize, bars: usize, timeframe: Timeframe) -> Dataset {
    let series = (0..symbols).map(|index| {
        let bars = random_bars(seed, index, bars, timeframe);
        Series::new(instrument(index), bars)
    });
    Dataset::new(series.collect())
}

/// Bars of four hours with the hours they are made of inside.
pub fn replayed_market(seed: u64, symbols: usize, bars: usize) -> Dataset {
    let series = (0..symbols).map(|index| {
        let inside = random_bars(seed, index, bars * 4, Timeframe::Hour1);
        let Ok(bars) = inside.resample(Timeframe::Hour4) else {
            unreachable!("hours make bars of four hours")
        };
        Series::new(instrument(index), bars).replayed_by(inside)
    });
    Dataset::new(series.collect())
}

/// The code of the n-th random symbol.
pub fn symbol(index: usize) -> Symbol {
    let code = match domain::sample::SYMBOLS.get(index) {
        Some(known) => known.code.to_owned(),
        None => format!("SAMPLE-{index}"),
    };
    Symbol::parse(&code).unwrap_or_else(|_| unreachable!("{code} is a symbol"))
}

fn instrument(index: usize) -> Instrument {
    let Some(known) = domain::sample::instrument(&symbol(0)) else {
        unreachable!("the sample market has its own symbols")
    };
    Instrument {
        symbol: symbol(index),
        ..known
    }
}

fn random_bars(seed: u64, index: usize, bars: usize, timeframe: Timeframe) -> Bars {
    let instrument = instrument(index);
    let mut random = Random::new(seed, index as u64);
    let mut series = Bars::new(timeframe);
    let mut walk = Walk {
        price: libm::exp(random.uniform() * 18.0 - 2.0),
        volatility: 0.002 + 0.08 * random.uniform(),
        flat: 0,
    };
    for place in 0..bars as i64 {
        if random.chance(0.05) {
            continue;
        }
        if random.chance(0.02) {
            walk.flat = random.below(6);
        }
        if random.chance(0.04) {
            walk.price *= libm::exp(4.0 * walk.volatility * random.normal());
        }
        let bar = random_bar(&mut random, &instrument, &mut walk);
        let open_time = Ts(place * timeframe.millis());
        if series.push(Bar { open_time, ..bar }).is_err() {
            unreachable!("a random bar is a bar: {bar:?}")
        }
    }
    if series.is_empty() {
        let bar = random_bar(&mut random, &instrument, &mut walk);
        let open_time = Ts(0);
        let _ = series.push(Bar { open_time, ..bar });
    }
    series
}

struct Walk {
    price: f64,
    volatility: f64,
    /// Bars that will not move.
    flat: usize,
}

fn random_bar(random: &mut Random, instrument: &Instrument, walk: &mut Walk) -> Bar {
    let on_tick = |value: f64| {
        instrument
            .on_tick(value, Round::Nearest)
            .map_or(1e-8, domain::Price::get)
    };
    // A limit move: the bar opens at the limit and everything trades there.
    if random.chance(0.01) {
        walk.price *= if random.chance(0.5) { 1.3 } else { 0.7 };
        walk.flat = walk.flat.max(1);
    }
    let open = on_tick(walk.price);
    let (mut high, mut low) = (open, open);
    if walk.flat > 0 {
        walk.flat -= 1;
    } else {
        for _ in 0..4 {
            walk.price *= libm::exp(walk.volatility * random.normal());
            high = high.max(on_tick(walk.price));
            low = low.min(on_tick(walk.price));
        }
    }
    let close = on_tick(walk.price).clamp(low, high);
    let silent = random.chance(0.05);
    Bar {
        open_time: Ts(0),
        open,
        high,
        low,
        close,
        volume: if silent { 0.0 } else { 10.0 * random.uniform() },
        made_up: random.chance(0.03),
    }
}
