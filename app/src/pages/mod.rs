//! The pages, one for each route.

pub mod about;
pub mod backtest;
pub mod not_found;
