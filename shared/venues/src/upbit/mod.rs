//! Upbit's public market data: candles, errors and the request budget it reports.

mod budget;
mod candles;
mod exchange;
mod fault;
mod market;

pub use budget::{Group, RemainingReq};
pub use candles::{Candle, CandleError, CandleQuery, Count, CountError};
pub use exchange::Upbit;
pub use fault::{Fault, ban_seconds};
pub use market::{Market, MarketError};

/// Where Upbit Korea answers, unless configuration says otherwise.
pub const BASE: &str = "https://api.upbit.com/v1";
