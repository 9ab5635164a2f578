//! Upbit's public market data: candles, errors and the request budget it reports.

mod bars;
mod budget;
mod exchange;
mod fault;
mod lists;
mod market;
mod quotes;
pub mod socket;

use budget::{Group, RemainingReq};
pub use exchange::Upbit;
use fault::{Fault, ban_seconds};
use market::Market;

/// Where Upbit Korea answers, unless configuration says otherwise.
pub const BASE: &str = "https://api.upbit.com/v1";

/// What a page of candles costs.
const CANDLE: crate::Cost = crate::Cost {
    group: "candle",
    weight: 1,
};
