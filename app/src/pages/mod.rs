//! The pages, one for each route.

pub mod about;
pub mod backtest;
pub mod data;
pub mod not_found;
