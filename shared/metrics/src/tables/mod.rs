//! Rows and columns a report shows: calendar tables, the worst drawdowns, rolling windows and a histogram.

pub mod calendar;
pub mod drawdowns;
pub mod histogram;
pub mod rolling;

pub use calendar::{CalendarRow, calendar};
pub use drawdowns::{DrawdownRow, drawdowns, worst};
pub use histogram::{Histogram, histogram};
pub use rolling::{Rolling, rolling, rolling_beta};
