//! Charts: Apache ECharts behind a thin binding, coloured by the design tokens.

mod binding;
pub mod equity;
mod option;
mod palette;
mod words;

pub use equity::{EquityChart, Save};
