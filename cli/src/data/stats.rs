//! `backcast data stats`: how long, how complete and how lively the series of a file is.

use super::error::Error;
use super::reading::Reading;
use domain::{Annualisation, Bars, Calendar, Ts};
use intake::Quality;

/// Whose figures.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// Print everything as JSON.
    #[arg(long)]
    json: bool,
}

/// Prints the figures.
pub fn stats(arguments: &Arguments) -> Result<String, Error> {
    let import = arguments.reading.bars()?;
    let calendar = import.calendar;
    let quality = intake::quality(&import.bars, calendar);
    let prices = Prices::of(&import.bars);
    let digest = import.bars.digest().to_string();
    if arguments.json {
        let value = serde_json::json!({
            "venue": import.venue,
            "symbol": import.symbol,
            "timeframe": import.bars.timeframe(),
            "calendar": calendar,
            "quality": quality,
            "prices": {
                "first": prices.first, "last": prices.last, "lowest": prices.lowest.0, "lowest_at": prices.lowest.1,
                "highest": prices.highest.0, "highest_at": prices.highest.1, "volume": prices.volume,
                "volatility": prices.volatility.map(|(yearly, _)| yearly),
                "days_per_year": prices.volatility.map(|(_, days)| days),
            },
            "digest": digest,
        });
        return Ok(value.to_string() + "\n");
    }
    let length = import.bars.timeframe();
    let mut rows = rows(&quality, &prices, length.as_str(), &digest);
    // Beside what is missing, for it decides what that means.
    rows.insert(2, ("trades", hours(calendar).to_owned()));
    Ok(rows
        .iter()
        .map(|(name, value)| format!("{name:<16}{value}\n"))
        .collect())
}

/// When the market is open.
fn hours(calendar: Calendar) -> &'static str {
    match calendar {
        Calendar::AlwaysOpen => "around the clock",
        Calendar::ExchangeSessions => "in the sessions of New York",
        Calendar::OwnSessions => {
            "in sessions of its own: only silences of more than two weeks are counted as missing"
        }
    }
}

/// What the prices did.
struct Prices {
    first: f64,
    last: f64,
    lowest: (f64, Ts),
    highest: (f64, Ts),
    volume: f64,
    /// A year's standard deviation of logarithmic returns, and the days a year it is scaled to.
    volatility: Option<(f64, f64)>,
}

impl Prices {
    fn of(bars: &Bars) -> Prices {
        let at = |row: usize| Ts(bars.open_time().get(row).copied().unwrap_or(0));
        let mut prices = Prices {
            first: bars.open().first().copied().unwrap_or(0.0),
            last: bars.close().last().copied().unwrap_or(0.0),
            lowest: (f64::INFINITY, Ts(0)),
            highest: (0.0, Ts(0)),
            volume: bars.volume().iter().sum(),
            volatility: None,
        };
        for (row, (&low, &high)) in bars.low().iter().zip(bars.high()).enumerate() {
            if low < prices.lowest.0 {
                prices.lowest = (low, at(row));
            }
            if high > prices.highest.0 {
                prices.highest = (high, at(row));
            }
        }
        prices.volatility = volatility(bars);
        prices
    }
}

/// `sd(ln(close / close before)) · √(bars a year)`, with as many bars a year as the times tell.
fn volatility(bars: &Bars) -> Option<(f64, f64)> {
    let pairs = bars.close().iter().zip(bars.close().iter().skip(1));
    let returns: Vec<f64> = pairs
        .map(|(before, after)| libm::log(after / before))
        .collect();
    if returns.len() < 2 {
        return None;
    }
    let count = returns.len() as f64;
    let mean = returns.iter().sum::<f64>() / count;
    let square = |value: &f64| (value - mean) * (value - mean);
    let variance = returns.iter().map(square).sum::<f64>() / (count - 1.0);
    let scale = Annualisation::of_times(bars.open_time())?;
    Some(((variance * scale.bars_per_year).sqrt(), scale.days_per_year))
}

fn rows(
    quality: &Quality,
    prices: &Prices,
    length: &str,
    digest: &str,
) -> Vec<(&'static str, String)> {
    let two = |name: &'static str, value: String| (name, value);
    let moment = |price: (f64, Ts)| format!("{} at {}", price.0, price.1);
    let span = quality.span.map_or_else(String::new, |span| {
        format!("{} until {}", span.start, span.end)
    });
    let mut rows = vec![
        two("bars", format!("{} of {length}", quality.bars)),
        two("span", span),
        two(
            "missing",
            format!(
                "{} in {} gaps, the longest {} bars",
                quality.missing, quality.gaps, quality.longest_gap
            ),
        ),
        two("without volume", quality.zero_volume.to_string()),
        two("flat stretches", quality.flat_runs.to_string()),
        two("outliers", quality.outliers.to_string()),
        two("first open", prices.first.to_string()),
        two("last close", prices.last.to_string()),
        two("lowest", moment(prices.lowest)),
        two("highest", moment(prices.highest)),
        two("volume", prices.volume.to_string()),
    ];
    if let Some((yearly, days)) = prices.volatility {
        rows.push(two(
            "volatility",
            format!("{:.2} % a year ({days:.0} days)", yearly * 100.0),
        ));
    }
    rows.push(two("hash", digest.to_owned()));
    rows
}
