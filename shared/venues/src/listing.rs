//! Lists by symbol: each once, and in the order somebody asked for.

use domain::Symbol;

use crate::{Markets, WireError, excerpt::excerpt, wire::At};

/// By symbol, each once.
pub(crate) fn sort(found: &mut Markets, at: At) -> Result<(), WireError> {
    found.markets.sort_by_key(|market| market.symbol);
    for pair in found.markets.windows(2) {
        if let [one, other] = pair
            && one.symbol == other.symbol
        {
            return Err(at.error("market", format!("{} twice", one.symbol), "each once"));
        }
    }
    Ok(())
}

/// What was found, in the order it was asked for: each once, nothing more and nothing less.
pub(crate) fn in_order<T>(
    at: At,
    symbols: &[Symbol],
    mut found: Vec<(String, T)>,
) -> Result<Vec<T>, WireError> {
    let mut ordered = Vec::with_capacity(symbols.len());
    for symbol in symbols {
        let place = found.iter().position(|(code, _)| code == symbol.as_str());
        let place = place.ok_or_else(|| at.error("market", "nothing", symbol.as_str()))?;
        ordered.push(found.swap_remove(place).1);
    }
    match found.first() {
        Some((code, _)) => Err(at.error("market", excerpt(code), "only what was asked for, once")),
        None => Ok(ordered),
    }
}
