//! Exchange JSON to and from our types: builds request values, parses reply bytes, opens no socket.

mod civil;
mod excerpt;
mod http;
pub mod upbit;

pub use civil::parse_utc;
pub use domain::{Timeframe, Ts};
pub use http::{HttpRequest, Method};
