//! A market code such as `KRW-BTC`, kept inline: every trade carries one, so copying it must cost nothing.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

const LONGEST: usize = 24;

/// A market code such as `KRW-BTC`: capital letters and digits, with single dashes, dots or underscores between them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    /// The code, then zeros: comparing the bytes compares the texts.
    code: [u8; LONGEST],
    length: u8,
}

/// Why a text is no symbol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "symbol {0:?} is not allowed: 1 to 24 capital letters or digits, with a dash, dot or underscore only between them, like KRW-BTC or BRK.B"
)]
pub struct SymbolError(pub String);

impl Symbol {
    /// Checks a market code.
    pub fn parse(text: &str) -> Result<Symbol, SymbolError> {
        let inner = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let shaped = text
            .split(['-', '.', '_'])
            .all(|part| !part.is_empty() && part.bytes().all(inner));
        let mut code = [0; LONGEST];
        match code.get_mut(..text.len()) {
            Some(place) if shaped => place.copy_from_slice(text.as_bytes()),
            _ => return Err(SymbolError(text.to_owned())),
        }
        let length = text.len() as u8;
        Ok(Symbol { code, length })
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        let code = self.code.get(..usize::from(self.length));
        // `parse` let in nothing but ASCII.
        std::str::from_utf8(code.unwrap_or_default()).unwrap_or_default()
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Symbol").field(&self.as_str()).finish()
    }
}

impl TryFrom<String> for Symbol {
    type Error = SymbolError;
    fn try_from(text: String) -> Result<Symbol, SymbolError> {
        Symbol::parse(&text)
    }
}

impl From<Symbol> for String {
    fn from(symbol: Symbol) -> String {
        symbol.as_str().to_owned()
    }
}

impl Serialize for Symbol {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Symbol {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Symbol, D::Error> {
        let text = String::deserialize(deserializer)?;
        Symbol::parse(&text).map_err(D::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Symbol {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Symbol".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A market code such as `KRW-BTC`: capital letters and digits, with single dashes, dots or underscores between them.",
            "pattern": "^(?=.{1,24}$)[A-Z0-9]+([-._][A-Z0-9]+)*$",
            "type": "string"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn symbol(text: &str) -> Symbol {
        Symbol::parse(text).unwrap()
    }

    #[test]
    fn symbols_are_capitals_and_digits_with_single_marks_between() {
        let longest = "A".repeat(24);
        for good in [
            "KRW-BTC",
            "BTCUSDT",
            "1INCH",
            "SAMPLE-AUR",
            "BRK.B",
            "BTCUSDT_260327",
            "A",
            &longest,
        ] {
            assert_eq!(symbol(good).as_str(), good);
            assert_eq!(symbol(good).to_string(), good);
            assert_eq!(String::from(symbol(good)), good);
        }
        let too_long = "A".repeat(25);
        for bad in [
            "", "-BTC", "BTC-", "A--B", ".B", "B.", "A.-B", "A_", "krw-btc", "KRW/BTC", "KRW BTC",
            "٣", "Ａ", "A\0", &too_long,
        ] {
            assert!(Symbol::parse(bad).is_err(), "{bad}");
        }
        let words = Symbol::parse("btc").unwrap_err().to_string();
        assert!(
            words.contains("\"btc\"") && words.contains("BRK.B"),
            "{words}"
        );
    }

    #[test]
    fn is_written_and_read_as_text() {
        let json = serde_json::to_string(&symbol("KRW-BTC")).unwrap();
        assert_eq!(json, "\"KRW-BTC\"");
        assert_eq!(
            serde_json::from_str::<Symbol>(&json).unwrap(),
            symbol("KRW-BTC")
        );
        let error = serde_json::from_str::<Symbol>("\"krw\"").unwrap_err();
        assert!(error.to_string().contains("symbol \"krw\""), "{error}");
        // A report's bytes: length, then the letters, as for any text.
        let bytes = postcard::to_allocvec(&symbol("BRK.B")).unwrap();
        assert_eq!(bytes, b"\x05BRK.B");
        assert_eq!(
            postcard::from_bytes::<Symbol>(&bytes).unwrap(),
            symbol("BRK.B")
        );
    }

    #[test]
    fn is_small_and_copied_without_a_heap() {
        fn copies<T: Copy>() -> usize {
            size_of::<T>()
        }
        assert_eq!(copies::<Symbol>(), 25);
        assert_eq!(format!("{:?}", symbol("BTC")), "Symbol(\"BTC\")");
    }

    proptest! {
        #[test]
        fn is_ordered_as_text(a in "[A-Z0-9]{1,6}([._-][A-Z0-9]{1,6}){0,2}", b in "[A-C]{1,3}(-[A-C]{1,2})?") {
            let (left, right) = (symbol(&a), symbol(&b));
            prop_assert_eq!(left.cmp(&right), a.cmp(&b));
            let shorter = symbol(&b[..1]);
            prop_assert_eq!(shorter.cmp(&right), b[..1].cmp(&b));
        }
    }
}
