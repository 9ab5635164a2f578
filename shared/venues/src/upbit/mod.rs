//! Upbit's public market data: candles, errors and the request budget it reports.

mod bars;
mod budget;
mod candles;
mod exchange;
mod fault;
mod lists;
mod market;
mod quotes;
pub mod socket;

pub use budget::{Group, RemainingReq};
pub use candles::{Candle, CandleError, CandleQuery, Count, CountError};
pub use exchange::Upbit;
pub use fault::{Fault, ban_seconds};
pub(crate) use lists::sort;
pub use market::{Market, MarketError};
pub(crate) use quotes::in_order;

/// Where Upbit Korea answers, unless configuration says otherwise.
pub const BASE: &str = "https://api.upbit.com/v1";

/// What a page of candles costs.
const CANDLE: crate::Cost = crate::Cost {
    group: "candle",
    weight: 1,
};
