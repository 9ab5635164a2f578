//! An Upbit market code, quote first: `KRW-BTC`.

use std::fmt;

use domain::Symbol;

use crate::excerpt::excerpt;

/// A code of the right shape; whether the market exists only Upbit knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Market(String);

/// Why a text is no market code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "market {0:?} is not a code like KRW-BTC: 2 to 10, a dash, then 1 to 15 capital letters or digits"
)]
pub(super) struct MarketError(pub String);

impl Market {
    /// Checks the shape `^[A-Z0-9]{2,10}-[A-Z0-9]{1,15}$`.
    pub(super) fn parse(text: &str) -> Result<Self, MarketError> {
        let plain = |part: &str| {
            part.bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        };
        match text.split_once('-') {
            Some((quote, base))
                if (2..=10).contains(&quote.len())
                    && (1..=15).contains(&base.len())
                    && plain(quote)
                    && plain(base) =>
            {
                Ok(Self(text.to_owned()))
            }
            _ => Err(MarketError(excerpt(text))),
        }
    }

    /// The code as Upbit writes it.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Market {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<&Symbol> for Market {
    type Error = MarketError;

    fn try_from(symbol: &Symbol) -> Result<Self, MarketError> {
        Self::parse(symbol.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_real_codes() {
        for code in [
            "KRW-BTC",
            "BTC-ETH",
            "USDT-XRP",
            "KRW-1INCH",
            "KRW-T",
            "KRW-ABCDEFGHIJKLMNO",
        ] {
            assert_eq!(
                Market::parse(code).map(|market| market.to_string()),
                Ok(code.to_owned())
            );
        }
    }

    #[test]
    fn refuses_everything_else() {
        for code in [
            "",
            "-",
            "KRW",
            "KRW-",
            "-BTC",
            "K-BTC",
            "krw-btc",
            "KRW-btc",
            "KRW_BTC",
            "KRW--BTC",
            "KRW-BTC-X",
            "KRW-BTC ",
            " KRW-BTC",
            "KRW-BTC\n",
            "KRW-BTC\0",
            "KRW-BTC%00",
            "KRW-BTC/../x",
            "KRW-BTC&count=9",
            "KRW-ＢＴＣ",
            "KRW-٣",
            "KRW-ABCDEFGHIJKLMNOP",
            "ABCDEFGHIJK-A",
            "KRW-BTC@evil",
            "//evil",
            "..",
        ] {
            assert!(Market::parse(code).is_err(), "{code:?}");
        }
    }

    #[test]
    fn a_long_text_makes_a_short_message() {
        let message = Market::parse(&"A".repeat(100_000)).map_err(|error| error.to_string());
        assert!(message.is_err_and(|text| text.len() < 400));
    }
}
