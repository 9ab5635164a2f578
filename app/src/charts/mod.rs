//! Charts: Apache ECharts behind a thin binding, coloured by the design tokens.

pub mod binding;
pub mod equity;
mod option;
pub mod palette;
mod words;

pub use equity::{EquityChart, Save};
