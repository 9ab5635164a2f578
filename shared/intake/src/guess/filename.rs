//! What the name of a file tells: `BTCUSDT-1h-2024-01.csv`, `UPBIT_BTCKRW, 60.csv`, `KRW-BTC_1d.csv`.

use domain::{Calendar, Symbol, Timeframe, Venue};

/// What a file tells by its name, or apart from its rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hints {
    /// Where the bars were made.
    pub venue: Option<Venue>,
    /// Of which market.
    pub symbol: Option<Symbol>,
    /// Length of a bar.
    pub timeframe: Option<Timeframe>,
    /// When the market is open; no name tells it.
    pub calendar: Option<Calendar>,
}

/// Money at the end of a code, longest first.
pub const QUOTES: [&str; 8] = ["USDT", "USDC", "BUSD", "FDUSD", "KRW", "USD", "BTC", "ETH"];

/// Reads a name without its folders.
pub fn hints(name: &str) -> Hints {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let words: Vec<&str> = file
        .split(['_', ',', ' ', '.', '(', ')'])
        .filter(|word| !word.is_empty())
        .collect();
    let venue = words.iter().find_map(|word| venue(word));
    let parts = || words.iter().flat_map(|word| word.split('-'));
    let timeframe = parts().find_map(timeframe);
    let symbol = words.iter().find_map(|word| symbol(word, venue));
    Hints {
        // Binance names its archives CODE-LENGTH-MONTH.
        venue: venue.or_else(|| is_binance_archive(file).then_some(Venue::Binance)),
        symbol,
        timeframe,
        calendar: None,
    }
}

fn venue(word: &str) -> Option<Venue> {
    let small = word.to_lowercase();
    Venue::of_files().find(|venue| venue.id() == small && *venue != Venue::File)
}

fn timeframe(word: &str) -> Option<Timeframe> {
    // TradingView writes minutes as a number and days as 1D.
    match word {
        "1mo" | "1M" => Some(Timeframe::Month1),
        "1D" | "daily" | "day" | "d" => Some(Timeframe::Day1),
        "1W" | "weekly" | "week" => Some(Timeframe::Week1),
        "60" | "hourly" | "60m" | "minute60" => Some(Timeframe::Hour1),
        "120" => Some(Timeframe::Hour2),
        "240" | "minute240" => Some(Timeframe::Hour4),
        "360" => Some(Timeframe::Hour6),
        "480" => Some(Timeframe::Hour8),
        "720" => Some(Timeframe::Hour12),
        // Not "second": that may be the one after the first.
        "1S" | "seconds" => Some(Timeframe::Second1),
        "month" | "monthly" => Some(Timeframe::Month1),
        // pyupbit's names.
        other => match other.strip_prefix("minute") {
            Some(minutes) => Timeframe::parse(&format!("{minutes}m")),
            None => Timeframe::parse(other),
        },
    }
}

fn symbol(word: &str, venue: Option<Venue>) -> Option<Symbol> {
    let mut parts = word.split('-');
    let (first, second) = (parts.next()?, parts.next());
    if let Some(base) = second
        && ["KRW", "BTC", "USDT"].contains(&first)
        && is_code(base)
    {
        return Symbol::parse(&format!("{first}-{base}")).ok();
    }
    let quote = QUOTES
        .iter()
        .find(|quote| first.len() > quote.len() + 1 && first.ends_with(*quote))?;
    if !is_code(first) {
        return None;
    }
    match (venue, first.strip_suffix(quote)) {
        // Upbit writes the money first.
        (Some(Venue::Upbit), Some(base)) => Symbol::parse(&format!("{quote}-{base}")).ok(),
        _ => Symbol::parse(first).ok(),
    }
}

fn is_code(word: &str) -> bool {
    let code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    word.len() <= 16 && word.bytes().all(code) && word.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_binance_archive(file: &str) -> bool {
    let stem = file.split('.').next().unwrap_or_default();
    let parts: Vec<&str> = stem.split('-').collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [code, length, date @ ..] => {
            is_code(code)
                && timeframe(length).is_some()
                && (2..=3).contains(&date.len())
                && date.iter().all(digits)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_venue_market_and_length() {
        let symbol = |code| Some(Symbol::parse(code).unwrap());
        for (name, venue, code, frame) in [
            ("both/second.csv", None, None, None),
            (
                "BTCUSDT-1h-2024-01.csv",
                Some(Venue::Binance),
                symbol("BTCUSDT"),
                Some(Timeframe::Hour1),
            ),
            (
                "a/b/ETHUSDT-1mo-2024-01.zip",
                Some(Venue::Binance),
                symbol("ETHUSDT"),
                Some(Timeframe::Month1),
            ),
            (
                "UPBIT_BTCKRW, 60.csv",
                Some(Venue::Upbit),
                symbol("KRW-BTC"),
                Some(Timeframe::Hour1),
            ),
            (
                "BINANCE_BTCUSDT, 1D.csv",
                Some(Venue::Binance),
                symbol("BTCUSDT"),
                Some(Timeframe::Day1),
            ),
            (
                "KRW-BTC_1d.parquet",
                None,
                symbol("KRW-BTC"),
                Some(Timeframe::Day1),
            ),
            (
                "KRW-ETH_minute30.parquet",
                None,
                symbol("KRW-ETH"),
                Some(Timeframe::Minute30),
            ),
            (
                "BINANCE_BTCUSDT, 1S.csv",
                Some(Venue::Binance),
                symbol("BTCUSDT"),
                Some(Timeframe::Second1),
            ),
            (
                "BTCUSDT-12h-2024-01.zip",
                Some(Venue::Binance),
                symbol("BTCUSDT"),
                Some(Timeframe::Hour12),
            ),
            ("prices.csv", None, None, None),
            ("삼성전자.csv", None, None, None),
        ] {
            let expected = Hints {
                venue,
                symbol: code,
                timeframe: frame,
                calendar: None,
            };
            assert_eq!(hints(name), expected, "{name}");
        }
    }
}
