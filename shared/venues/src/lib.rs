//! Exchange JSON to and from our types: builds request values, parses reply bytes, opens no socket.

mod excerpt;
mod http;
pub mod upbit;

pub use domain::moment::parse_utc;
pub use domain::{Timeframe, Ts};
pub use http::{HttpRequest, Method};
