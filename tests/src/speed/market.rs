//! A generated walk of hours, as long as wanted.

use domain::random::Random;
use domain::{Bar, Bars, Dataset, Series, Symbol, Timeframe, Ts, sample};

/// So many symbols with so many bars each, traded by the rules of the sample's.
pub fn market(bars: usize, symbols: usize) -> Result<Dataset, String> {
    walked(bars, symbols, 0.004)
}

/// One symbol that moves as little in a bar as prices do in a minute: over millions of bars it still is a price at the end.
pub fn calm_market(bars: usize) -> Result<Dataset, String> {
    walked(bars, 1, 0.0004)
}

fn walked(bars: usize, symbols: usize, volatility: f64) -> Result<Dataset, String> {
    let series = sample::SYMBOLS.iter().take(symbols).enumerate();
    let series = series.map(|(place, known)| {
        let symbol = Symbol::parse(known.code).map_err(|error| error.to_string())?;
        let instrument = sample::instrument(&symbol).ok_or("the sample has lost a symbol")?;
        let bars = Bars::from_bars(Timeframe::Hour1, walk(bars, place as u64, volatility));
        Ok(Series::new(
            instrument,
            bars.map_err(|error| error.to_string())?,
        ))
    });
    series.collect::<Result<Vec<_>, String>>().map(Dataset::new)
}

fn walk(bars: usize, stream: u64, volatility: f64) -> impl Iterator<Item = Bar> {
    let mut random = Random::named(7, "speed", stream);
    let mut price: f64 = 50_000.0;
    (0..bars as i64).map(move |hour| {
        let open = price;
        price *= 1.0 + volatility * random.normal();
        Bar {
            open_time: Ts(hour * Timeframe::Hour1.millis()),
            open,
            high: open.max(price) * (1.0 + 0.25 * volatility * random.uniform()),
            low: open.min(price) * (1.0 - 0.25 * volatility * random.uniform()),
            close: price,
            volume: 10.0 * random.uniform(),
            made_up: false,
        }
    })
}
