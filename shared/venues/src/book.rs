//! The two sides of an order book, in order.

use crate::{Level, WireError, wire::At};

/// Who waits.
#[derive(Clone, Copy)]
pub(crate) enum Side {
    /// Buyers, highest price first.
    Bids,
    /// Sellers, lowest price first.
    Asks,
}

/// Checks that the best price comes first and none comes twice.
pub(crate) fn levels(at: At, side: Side, levels: Vec<Level>) -> Result<Vec<Level>, WireError> {
    for pair in levels.windows(2) {
        let [better, worse] = pair else { continue };
        let (name, falls, want) = match side {
            Side::Bids => ("bids", better.price > worse.price, "below"),
            Side::Asks => ("asks", better.price < worse.price, "above"),
        };
        if !falls {
            let want = format!("a price {want} {}", better.price);
            return Err(at.error(name, worse.price.to_string(), want));
        }
    }
    Ok(levels)
}
