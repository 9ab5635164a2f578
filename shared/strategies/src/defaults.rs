//! The run a form, a command and a link start from: whatever nobody said is said here, once.

use crate::Strategy;
use domain::{
    Account, Bps, Cash, Costs, MarketChoice, PathRule, Risk, RunSpec, Source, StrategyChoice,
    Symbol, Timeframe,
};

/// The strategy a new visitor sees.
pub const STRATEGY: &str = "volatility_breakout";

/// Fee a side in basis points: that of Upbit's won market.
pub const FEE_BPS: f64 = 5.0;

/// Slippage a side in basis points.
pub const SLIPPAGE_BPS: f64 = 5.0;

/// Cash at the start, in won.
pub const CASH: f64 = 10_000_000.0;

/// A strategy's run on the sample market with every default.
pub fn spec(strategy: &Strategy, symbols: Vec<Symbol>, timeframe: Timeframe) -> RunSpec {
    let params = strategy
        .params
        .iter()
        .map(|param| (param.id.to_owned(), param.default()));
    RunSpec {
        version: domain::spec::SPEC_VERSION,
        engine: domain::ENGINE_VERSION,
        strategy: StrategyChoice::library(strategy.id, params.collect()),
        market: MarketChoice {
            source: Source::Sample,
            symbols,
            watched: Vec::new(),
            timeframe,
            inside: None,
            span: None,
            data: None,
        },
        // The constants above are inside their ranges: a test says so.
        costs: Costs::plain(
            Bps::new(FEE_BPS).unwrap_or_default(),
            Bps::new(SLIPPAGE_BPS).unwrap_or_default(),
        ),
        fill: strategy.fill,
        path: PathRule::default(),
        sizing: None,
        account: Account::default(),
        risk: Risk::default(),
        cash: Cash::new(CASH).unwrap_or_default(),
        seed: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_allowed_and_arrives() {
        let symbol = Symbol::parse(domain::sample::SYMBOLS[0].code).unwrap();
        for strategy in crate::ALL {
            let spec = spec(strategy, vec![symbol], Timeframe::Day1);
            assert_eq!(spec.check(), Ok(()));
            assert_eq!(spec.costs.fee.get(), FEE_BPS);
            assert_eq!(spec.costs.fixed_slippage(), Bps::new(SLIPPAGE_BPS).ok());
            assert_eq!(spec.cash.get(), CASH);
        }
        assert!(crate::find(STRATEGY).is_some());
    }
}
