//! Random markets with everything that breaks engines: holes, jumps, flat stretches, silent and made-up bars.

use domain::random::Random;
use domain::{Bar, Bars, Dataset, Instrument, Series, Symbol, Timeframe, Ts, instrument::Round};

/// A market of `symbols` series of at most `bars` days; the seed decides everything.
pub fn random_market(seed: u64, symbols: usize, bars: usize) -> Dataset {
    let series = (0..symbols).map(|index| random_series(seed, index, bars));
    Dataset::new(series.collect())
}

/// The code of the n-th random symbol.
pub fn symbol(index: usize) -> Symbol {
    let code = domain::sample::SYMBOLS[index % domain::sample::SYMBOLS.len()].code;
    Symbol::parse(code).unwrap_or_else(|_| unreachable!("sample codes are symbols"))
}

fn random_series(seed: u64, index: usize, bars: usize) -> Series {
    let symbol = symbol(index);
    let Some(instrument) = domain::sample::instrument(&symbol) else {
        unreachable!("the sample market has its own symbols")
    };
    let mut random = Random::new(seed, index as u64);
    let mut series = Bars::new(Timeframe::Day1);
    let mut price = libm::exp(random.uniform() * 18.0 - 2.0);
    let volatility = 0.002 + 0.08 * random.uniform();
    let mut flat = 0;
    for day in 0..bars as i64 {
        if random.chance(0.05) {
            continue;
        }
        if random.chance(0.02) {
            flat = random.below(6);
        }
        if random.chance(0.04) {
            price *= libm::exp(4.0 * volatility * random.normal());
        }
        let bar = random_bar(&mut random, &instrument, &mut price, volatility, &mut flat);
        let bar = Bar {
            open_time: Ts(day * domain::time::DAY_MS),
            ..bar
        };
        if series.push(bar).is_err() {
            unreachable!("a random bar is a bar: {bar:?}")
        }
    }
    if series.is_empty() {
        let bar = random_bar(&mut random, &instrument, &mut price, volatility, &mut 0);
        let _ = series.push(Bar {
            open_time: Ts(0),
            ..bar
        });
    }
    Series::new(instrument, series)
}

fn random_bar(
    random: &mut Random,
    instrument: &Instrument,
    price: &mut f64,
    volatility: f64,
    flat: &mut usize,
) -> Bar {
    let on_tick = |value: f64| {
        instrument
            .on_tick(value, Round::Nearest)
            .map_or(1e-8, domain::Price::get)
    };
    let open = on_tick(*price);
    let (mut high, mut low) = (open, open);
    if *flat > 0 {
        *flat -= 1;
    } else {
        for _ in 0..4 {
            *price *= libm::exp(volatility * random.normal());
            high = high.max(on_tick(*price));
            low = low.min(on_tick(*price));
        }
    }
    let close = on_tick(*price).clamp(low, high);
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
