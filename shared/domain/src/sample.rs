//! The sample market: bars made by a seeded generator, so that the page opens to a real run without a download.
//!
//! It is called "sample" wherever it is shown and never passed off as real prices. Each symbol follows
//! `d ln P = drift(regime) + momentum + volatility × (β·market + √(1−β²)·own)`, six steps an hour, where the
//! regime is a Markov chain shared by all symbols, volatility is a mean-reverting log process that jumps with the
//! regime, and prices sometimes gap. Hours without a trade and exchange outages are holes, as on a real venue.

use crate::bars::{Bar, Bars, BarsError};
use crate::instrument::{Calendar, Instrument, Lot, Round, Symbol, UPBIT_KRW_TICKS, Venue};
use crate::num::Cash;
use crate::random::Random;
use crate::text::Text;
use crate::time::{Span, Timeframe, Ts};

/// The lengths the sample offers.
pub const TIMEFRAMES: [Timeframe; 2] = [Timeframe::Day1, Timeframe::Hour1];

/// What the sample covers: six years.
pub const SPAN: Span = Span {
    start: Ts::from_date(2019, 1, 1),
    end: Ts::from_date(2025, 1, 1),
};

/// One symbol of the sample and its temperament.
#[derive(Clone, Copy, Debug)]
pub struct SampleSymbol {
    /// Market code; the prefix says that it is no real market.
    pub code: &'static str,
    /// Name for people.
    pub name: Text,
    first_price: f64,
    hourly_volatility: f64,
    beta: f64,
    momentum: f64,
    silent_hours: f64,
    hourly_amount: f64,
}

/// The symbols of the sample.
pub const SYMBOLS: [SampleSymbol; 4] = [
    SampleSymbol {
        code: "SAMPLE-AUR",
        name: Text::new("Aurora", "오로라"),
        first_price: 42_000_000.0,
        hourly_volatility: 0.0062,
        beta: 0.9,
        momentum: 0.04,
        silent_hours: 0.0,
        hourly_amount: 9e9,
    },
    SampleSymbol {
        code: "SAMPLE-BAS",
        name: Text::new("Basalt", "현무"),
        first_price: 310_000.0,
        hourly_volatility: 0.0080,
        beta: 0.8,
        momentum: 0.035,
        silent_hours: 0.0,
        hourly_amount: 4e9,
    },
    SampleSymbol {
        code: "SAMPLE-CIN",
        name: Text::new("Cinder", "불씨"),
        first_price: 640.0,
        hourly_volatility: 0.0105,
        beta: 0.65,
        momentum: 0.02,
        silent_hours: 0.002,
        hourly_amount: 1e9,
    },
    SampleSymbol {
        code: "SAMPLE-DUN",
        name: Text::new("Dune", "모래"),
        first_price: 8.2,
        hourly_volatility: 0.0120,
        beta: 0.3,
        momentum: -0.02,
        silent_hours: 0.03,
        hourly_amount: 8e7,
    },
];

const SEED: u64 = 2;
const MARKET_STREAM: u64 = 0;
const STEPS_PER_HOUR: usize = 6;

/// Names the generator's output for data hashes; change it with the generator.
pub const GENERATION: u32 = 1;

/// The sample symbol behind a market code.
pub fn find(symbol: &Symbol) -> Option<&'static SampleSymbol> {
    SYMBOLS.iter().find(|known| known.code == symbol.as_str())
}

/// The trading rules of a sample symbol: those of a Korean won market.
pub fn instrument(symbol: &Symbol) -> Option<Instrument> {
    find(symbol)?;
    Some(Instrument {
        venue: Venue::Sample,
        symbol: *symbol,
        quote: "KRW",
        ticks: UPBIT_KRW_TICKS,
        lot: Lot::PerUnit(1e8),
        min_notional: Cash::new(5000.0).ok()?,
        calendar: Calendar::AlwaysOpen,
    })
}

/// All bars of a symbol; `None` when the sample doesn't have it.
pub fn bars(symbol: &Symbol, timeframe: Timeframe) -> Option<Result<Bars, BarsError>> {
    let index = SYMBOLS
        .iter()
        .position(|known| known.code == symbol.as_str())?;
    let hourly = generate(&SYMBOLS[index], index as u64 + 1, &instrument(symbol)?);
    Some(hourly.and_then(|bars| {
        if timeframe == Timeframe::Hour1 {
            Ok(bars)
        } else {
            bars.resample(timeframe)
        }
    }))
}

/// The mood all symbols share.
#[derive(Clone, Copy, PartialEq)]
enum Regime {
    Rising,
    Falling,
    Quiet,
    Stormy,
}

impl Regime {
    /// Drift of the log price in an hour.
    const fn drift(self) -> f64 {
        match self {
            Regime::Rising => 0.000_09,
            Regime::Falling => -0.000_12,
            Regime::Quiet => 0.000_01,
            Regime::Stormy => -0.000_04,
        }
    }

    /// Factor on a symbol's own volatility.
    const fn volatility(self) -> f64 {
        match self {
            Regime::Rising => 0.9,
            Regime::Falling => 1.15,
            Regime::Quiet => 0.55,
            Regime::Stormy => 2.1,
        }
    }

    /// Chance in an hour that the mood ends: moods last some five to forty days.
    const fn end(self) -> f64 {
        match self {
            Regime::Rising => 1.0 / 640.0,
            Regime::Falling => 1.0 / 420.0,
            Regime::Quiet => 1.0 / 480.0,
            Regime::Stormy => 1.0 / 130.0,
        }
    }

    fn next(self, random: &mut Random) -> Regime {
        if !random.chance(self.end()) {
            return self;
        }
        // Storms mostly end in a fall, quiet times mostly in a rise.
        let draw = random.uniform();
        match self {
            Regime::Rising if draw < 0.5 => Regime::Quiet,
            Regime::Rising if draw < 0.75 => Regime::Stormy,
            Regime::Rising => Regime::Falling,
            Regime::Falling if draw < 0.45 => Regime::Quiet,
            Regime::Falling if draw < 0.65 => Regime::Stormy,
            Regime::Falling => Regime::Rising,
            Regime::Quiet if draw < 0.65 => Regime::Rising,
            Regime::Quiet if draw < 0.85 => Regime::Falling,
            Regime::Quiet => Regime::Stormy,
            Regime::Stormy if draw < 0.5 => Regime::Falling,
            Regime::Stormy if draw < 0.8 => Regime::Quiet,
            Regime::Stormy => Regime::Rising,
        }
    }
}

/// Bars of one hour; the market's stream is drawn anew for each symbol, so that symbols can be made apart.
fn generate(
    symbol: &SampleSymbol,
    stream: u64,
    instrument: &Instrument,
) -> Result<Bars, BarsError> {
    let mut market = Random::new(SEED, MARKET_STREAM);
    let mut own = Random::new(SEED, stream);
    let hour = Timeframe::Hour1.millis();
    let own_share = (1.0 - symbol.beta * symbol.beta).sqrt();
    let step_scale = (1.0 / STEPS_PER_HOUR as f64).sqrt();

    let mut regime = Regime::Quiet;
    let mut log_volatility = 0.0;
    let mut price = symbol.first_price;
    let mut trend = 0.0;
    let mut outage = 0_u32;
    let mut bars = Bars::new(Timeframe::Hour1);
    let on_tick = |price: f64| {
        instrument
            .on_tick(price, Round::Nearest)
            .map_or(symbol.first_price, crate::Price::get)
    };

    let mut open_time = SPAN.start;
    while open_time < SPAN.end {
        regime = regime.next(&mut market);
        log_volatility = 0.985 * log_volatility + 0.11 * market.normal();
        let volatility =
            symbol.hourly_volatility * regime.volatility() * libm::exp(log_volatility * 0.5);
        if own.chance(0.0015) {
            price *= libm::exp(3.0 * volatility * own.normal());
        }
        let open = on_tick(price);
        let (mut high, mut low) = (open, open);
        let drift = (regime.drift() + symbol.momentum * trend) / STEPS_PER_HOUR as f64;
        let before = price;
        for _ in 0..STEPS_PER_HOUR {
            let shock = symbol.beta * market.normal() + own_share * own.normal();
            price *= libm::exp(drift + volatility * step_scale * shock);
            let seen = on_tick(price);
            high = high.max(seen);
            low = low.min(seen);
        }
        let close = on_tick(price);
        let hourly_return = libm::log(price / before);
        // Half-life of about 17 hours: what traders see as an intraday trend.
        trend = 0.96 * trend + 0.04 * hourly_return;
        let surprise = hourly_return.abs() / symbol.hourly_volatility;
        let crowd = libm::exp(0.45 * own.normal()) * (0.4 + 0.5 * surprise);
        let volume = instrument
            .on_lot(symbol.hourly_amount * crowd / close)
            .get();

        // All symbols share an outage: the venue is down.
        if outage == 0 && market.chance(0.000_25) {
            outage = 1 + market.below(6) as u32;
        }
        let silent = own.chance(symbol.silent_hours);
        if outage > 0 {
            outage -= 1;
        } else if !silent {
            bars.push(Bar {
                open_time,
                open,
                high,
                low,
                close,
                volume,
                made_up: false,
            })?;
        }
        open_time = Ts(open_time.0 + hour);
    }
    Ok(bars)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(timeframe: Timeframe) -> Vec<Bars> {
        SYMBOLS
            .iter()
            .map(|known| {
                bars(&Symbol::parse(known.code).unwrap(), timeframe)
                    .unwrap()
                    .unwrap()
            })
            .collect()
    }

    #[test]
    fn says_that_it_is_a_sample_in_every_code() {
        assert!(
            SYMBOLS
                .iter()
                .all(|symbol| symbol.code.starts_with("SAMPLE-"))
        );
        assert!(bars(&Symbol::parse("KRW-BTC").unwrap(), Timeframe::Day1).is_none());
    }

    #[test]
    fn covers_six_years_of_days() {
        for days in all(Timeframe::Day1) {
            assert_eq!(days.span(), Some(SPAN));
            assert_eq!(days.len(), 2192, "2019 to 2024 with two leap years");
        }
    }

    #[test]
    fn has_holes_gaps_and_volume_that_follows_the_move() {
        for hours in all(Timeframe::Hour1) {
            let (open, close) = (hours.open(), hours.close());
            let holes = 2192 * 24 - hours.len();
            assert!(holes > 10, "{holes} holes");
            let jumps = (1..hours.len())
                .filter(|&i| (open[i] / close[i - 1] - 1.0).abs() > 0.01)
                .count();
            assert!(jumps > 10, "{jumps} gaps of more than one percent");
            let moved = |i: usize| (close[i] / open[i] - 1.0).abs();
            let amount = |i: usize| hours.volume()[i] * close[i];
            let mean = |wanted: &dyn Fn(usize) -> bool| {
                let picked: Vec<f64> = (0..hours.len())
                    .filter(|&i| wanted(i))
                    .map(amount)
                    .collect();
                picked.iter().sum::<f64>() / picked.len() as f64
            };
            assert!(mean(&|i| moved(i) > 0.01) > 1.3 * mean(&|i| moved(i) < 0.002));
        }
    }

    #[test]
    fn has_quiet_and_stormy_months() {
        for days in all(Timeframe::Day1) {
            let close = days.close();
            let returns: Vec<f64> = close.windows(2).map(|w| libm::log(w[1] / w[0])).collect();
            let mut spread: Vec<f64> = returns
                .chunks_exact(30)
                .map(|month| (month.iter().map(|r| r * r).sum::<f64>() / 30.0).sqrt())
                .collect();
            spread.sort_by(f64::total_cmp);
            let (calm, wild) = (spread[spread.len() / 10], spread[spread.len() * 9 / 10]);
            assert!(wild > 1.8 * calm, "calm {calm}, wild {wild}");
        }
    }

    #[test]
    fn symbols_move_together_but_not_alike() {
        let days = all(Timeframe::Day1);
        let returns: Vec<Vec<f64>> = days
            .iter()
            .map(|bars| {
                bars.close()
                    .windows(2)
                    .map(|w| libm::log(w[1] / w[0]))
                    .collect()
            })
            .collect();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
        let correlation = |a: &[f64], b: &[f64]| dot(a, b) / (dot(a, a) * dot(b, b)).sqrt();
        let close = correlation(&returns[0], &returns[1]);
        let apart = correlation(&returns[0], &returns[3]);
        assert!(
            close > 0.5 && close < 0.95 && apart < close,
            "{close} {apart}"
        );
    }

    #[test]
    fn every_price_lies_on_the_grid() {
        for (known, hours) in SYMBOLS.iter().zip(all(Timeframe::Hour1)) {
            let instrument = instrument(&Symbol::parse(known.code).unwrap()).unwrap();
            for column in [hours.open(), hours.high(), hours.low(), hours.close()] {
                for &price in column {
                    let on_grid = instrument.on_tick(price, Round::Nearest).unwrap().get();
                    assert_eq!(price, on_grid);
                }
            }
        }
    }
}
