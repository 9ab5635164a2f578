//! Statistics about results: how sure one may be of a Sharpe ratio, how much was luck, and what else could have happened.

pub mod block_length;
pub mod bootstrap;
pub mod catalogue;
pub mod cointegration;
pub mod distributions;
pub mod hurst;
pub mod ljung_box;
pub mod matrix;
pub mod monte_carlo;
pub mod multiple_testing;
pub mod normality;
pub mod ols;
pub mod overfitting;
pub mod permutation;
pub mod plain_tests;
pub mod sample;
mod scale;
pub mod sharpe;
pub mod snooping;
pub mod unit_root;
