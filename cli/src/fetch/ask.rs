//! What the flags of `backcast fetch` ask for: who, which markets, which lengths, from when to when.

use super::error::{Error, wrong};
use super::progress::now;
use super::{Arguments, Asking};
use domain::nearest::distance;
use domain::{Symbol, Timeframe, Ts, Venue, moment};
use std::env;
use std::path::{Path, PathBuf};
use venues::{Adjustment, Exchange, Feed, Keys, Markets, Secret, Variant};

/// The variables an Alpaca account's key is looked for in, by the names Alpaca's own tools use.
const KEY: [&str; 2] = ["APCA_API_KEY_ID", "APCA_API_SECRET_KEY"];

/// A checked question.
pub struct Ask {
    /// Whom to ask; `None` is everybody in the library.
    pub exchange: Option<&'static dyn Exchange>,
    /// Markets as written.
    pub codes: Vec<String>,
    /// Lengths of a bar.
    pub lengths: Vec<Timeframe>,
    /// First opening time that was asked for.
    pub from: Option<Ts>,
    /// First that no longer counts.
    pub to: Ts,
    /// Only what came since.
    pub update: bool,
    /// Which reading of a stock market.
    pub variant: Variant,
    /// The library, for messages.
    pub folder: PathBuf,
}

impl Ask {
    /// Reads the flags.
    pub fn read(arguments: &Arguments) -> Result<Ask, Error> {
        let exchange = match &arguments.venue {
            Some(id) => Some(exchange(id)?),
            None => None,
        };
        let lengths: Result<Vec<Timeframe>, Error> =
            arguments.interval.iter().map(|text| length(text)).collect();
        let lengths = lengths?;
        if let Some(exchange) = exchange {
            for length in &lengths {
                served(exchange, *length)?;
            }
        }
        let day = |flag, text: &Option<String>| match text {
            Some(text) => moment::parse_utc(&format!("{text}T00:00:00"))
                .map(Some)
                .ok_or_else(|| wrong(flag, text, "a day like 2024-01-31")),
            None => Ok(None),
        };
        let (from, to) = (day("from", &arguments.from)?, day("to", &arguments.to)?);
        let to = to.unwrap_or_else(now);
        if let (Some(from), Some(text)) = (from, &arguments.from)
            && from >= to
        {
            return Err(wrong(
                "from",
                text,
                format!("before {to}, where the span ends"),
            ));
        }
        Ok(Ask {
            exchange,
            codes: arguments
                .symbols
                .iter()
                .map(|code| code.trim().to_owned())
                .collect(),
            lengths,
            from,
            to,
            update: arguments.update,
            variant: variant(&arguments.asking)?,
            folder: arguments.out.clone(),
        })
    }

    /// Nothing but a library, and which reading of a stock market it holds.
    pub fn of_folder(folder: &Path, asking: &Asking) -> Result<Ask, Error> {
        Ok(Ask {
            exchange: None,
            codes: Vec::new(),
            lengths: Vec::new(),
            from: None,
            to: now(),
            update: false,
            variant: variant(asking)?,
            folder: folder.to_owned(),
        })
    }
}

/// The key an exchange wants, from the environment.
pub fn keys(exchange: &dyn Exchange) -> Result<Option<Keys>, Error> {
    if !exchange.needs_key() {
        return Ok(None);
    }
    let [id, secret] = KEY.map(|name| env::var(name).ok().filter(|text| !text.is_empty()));
    match (id, secret) {
        (Some(id), Some(secret)) => Ok(Some(Keys {
            id: Secret::new(id),
            secret: Secret::new(secret),
        })),
        _ => Err(Error::Key {
            venue: exchange.venue().name().en,
            id: KEY[0],
            secret: KEY[1],
        }),
    }
}

/// The market a person means: its code, or a coin in the venue's usual quote.
pub fn market(exchange: &dyn Exchange, code: &str, there: &Markets) -> Result<Symbol, Error> {
    let has = |code: &str| {
        let symbol = Symbol::parse(code).ok()?;
        let mut all = there.markets.iter();
        all.any(|market| market.symbol == symbol).then_some(symbol)
    };
    meant(exchange.venue(), code)
        .iter()
        .find_map(|code| has(code))
        .ok_or_else(|| Error::Market {
            got: code.to_owned(),
            venue: exchange.venue().name().en,
            like: nearest(&code.to_uppercase(), there),
        })
}

/// The codes a person may mean, the likelier first: a coin is looked for first in its usual quote, for WBTC is a coin and W
/// against BTC would be a code.
pub fn meant(venue: Venue, code: &str) -> [String; 2] {
    let upper = code.to_uppercase();
    let usual = match venue {
        Venue::Upbit => format!("KRW-{upper}"),
        Venue::Binance | Venue::BinanceFutures => format!("{upper}USDT"),
        _ => upper.clone(),
    };
    [usual, upper]
}

fn exchange(id: &str) -> Result<&'static dyn Exchange, Error> {
    let found = Venue::find(id).and_then(venues::find);
    found.ok_or_else(|| {
        let known: Vec<&str> = venues::ALL.iter().map(|one| one.venue().id()).collect();
        wrong("venue", id, known.join(" or "))
    })
}

/// Lengths as we write them, and as pyupbit and its users do.
fn length(text: &str) -> Result<Timeframe, Error> {
    let text = text.trim();
    let usual = match text {
        "day" | "days" | "D" | "1D" => "1d",
        "week" | "weeks" | "W" | "1W" => "1w",
        "month" | "months" => "1M",
        "minute60" | "60m" | "hour" => "1h",
        "minute240" | "240m" => "4h",
        "second" | "seconds" => "1s",
        _ => text,
    };
    let minutes = usual
        .strip_prefix("minute")
        .map(|count| format!("{count}m"));
    let found = Timeframe::parse(minutes.as_deref().unwrap_or(usual));
    found.ok_or_else(|| {
        let known = Timeframe::ALL.map(Timeframe::as_str).join(" or ");
        wrong("interval", text, known)
    })
}

fn served(exchange: &dyn Exchange, length: Timeframe) -> Result<(), Error> {
    if exchange.serves(length).is_some() {
        return Ok(());
    }
    let known = Timeframe::ALL
        .into_iter()
        .filter(|one| exchange.serves(*one).is_some());
    let known: Vec<&str> = known.map(Timeframe::as_str).collect();
    let allowed = format!(
        "{}, which {} has",
        known.join(" or "),
        exchange.venue().name().en
    );
    Err(wrong("interval", length.as_str(), allowed))
}

fn variant(asking: &Asking) -> Result<Variant, Error> {
    let mut variant = Variant::default();
    if let Some(text) = &asking.feed {
        let known = || Feed::ALL.map(Feed::as_str).join(" or ");
        variant.feed = Feed::parse(text).ok_or_else(|| wrong("feed", text, known()))?;
    }
    if let Some(text) = &asking.adjustment {
        let known = || Adjustment::ALL.map(Adjustment::as_str).join(" or ");
        variant.adjustment =
            Adjustment::parse(text).ok_or_else(|| wrong("adjustment", text, known()))?;
    }
    Ok(variant)
}

/// The code with the fewest letters to change, when that is no more than two.
fn nearest(code: &str, there: &Markets) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for market in &there.markets {
        for name in [market.symbol.as_str(), market.base.as_str()] {
            let far = distance(code, name);
            if far <= 2 && best.is_none_or(|(least, _)| far < least) {
                best = Some((far, market.symbol.as_str()));
            }
        }
    }
    best.map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_we_and_as_others_write_them() {
        for (text, wanted) in [
            ("1m", Timeframe::Minute1),
            ("second", Timeframe::Second1),
            ("12h", Timeframe::Hour12),
            ("minute1", Timeframe::Minute1),
            ("minute240", Timeframe::Hour4),
            ("minute60", Timeframe::Hour1),
            ("day", Timeframe::Day1),
            ("week", Timeframe::Week1),
            ("1M", Timeframe::Month1),
        ] {
            assert_eq!(length(text).ok(), Some(wanted), "{text}");
        }
        for text in ["", "2m", "minute7", "1y", "minute"] {
            assert!(length(text).is_err(), "{text}");
        }
    }
}
