//! What no single field of a question can check on its own.

use super::{
    Account, Costs, FillPolicy, MOST_SYMBOLS, MarketChoice, Risk, RunSpec, SPEC_VERSION, Slippage,
};
use crate::instrument::Symbol;
use crate::num::{Cash, Ratio};

/// Why a spec was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SpecError {
    /// Not JSON, or not of this shape; the message names line, column and field.
    #[error("run spec: {0}")]
    Shape(String),
    /// Written by another version.
    #[error("version: {got} is another spelling, this Backcast reads version {SPEC_VERSION}")]
    Version {
        /// The version found.
        got: u32,
    },
    /// Made for another engine: the numbers could differ.
    #[error("engine: {got} is another engine than {here}, its result can't be compared")]
    Engine {
        /// The engine asked for.
        got: u32,
        /// The engine here.
        here: u32,
    },
    /// A field holds a value that makes no sense.
    #[error("{field}: {got} is not allowed, it must be {allowed}")]
    Field {
        /// Path of the field.
        field: &'static str,
        /// The value found.
        got: String,
        /// What would be right.
        allowed: &'static str,
    },
}

impl RunSpec {
    /// Is this a question that has an answer? Every field is checked, and what must fit together.
    pub fn check(&self) -> Result<(), SpecError> {
        if self.version != SPEC_VERSION {
            return Err(SpecError::Version { got: self.version });
        }
        if self.engine != crate::ENGINE_VERSION {
            return Err(SpecError::Engine {
                got: self.engine,
                here: crate::ENGINE_VERSION,
            });
        }
        if self.cash <= Cash::ZERO {
            return refuse("cash", self.cash.get().to_string(), "above 0");
        }
        self.check_market()?;
        self.check_sizes()?;
        self.check_costs()
    }

    fn check_market(&self) -> Result<(), SpecError> {
        let MarketChoice {
            symbols,
            watched,
            timeframe,
            inside,
            span,
            ..
        } = &self.market;
        if symbols.is_empty() || symbols.len() + watched.len() > MOST_SYMBOLS {
            let got = (symbols.len() + watched.len()).to_string();
            return refuse("market.symbols", got, "1 to 64 symbols");
        }
        let all: Vec<&Symbol> = symbols.iter().chain(watched).collect();
        for (index, symbol) in all.iter().enumerate() {
            if all[..index].contains(symbol) {
                return refuse("market.symbols", symbol.to_string(), "named once");
            }
        }
        if let Some(span) = span
            && span.start >= span.end
        {
            let got = format!("{} to {}", span.start, span.end);
            return refuse("market.span", got, "a start before its end");
        }
        match inside {
            Some(inside) if inside >= timeframe => {
                let got = inside.to_string();
                refuse("market.inside", got, "shorter than market.timeframe")
            }
            None if self.fill == FillPolicy::Intrabar => refuse(
                "market.inside",
                "null".to_owned(),
                "a shorter timeframe when fill is intrabar",
            ),
            _ => Ok(()),
        }
    }

    fn check_sizes(&self) -> Result<(), SpecError> {
        if let Some(sizing) = self.sizing {
            sizing.check()?;
        }
        let Account {
            leverage,
            maintenance,
            most_positions,
            ..
        } = self.account;
        if !(1.0..=125.0).contains(&leverage) {
            return refuse("account.leverage", leverage.to_string(), "1 to 125");
        }
        let maintenance = maintenance.get();
        if !(0.0..1.0 / leverage).contains(&maintenance) {
            let allowed = "0 or more and below 1 / leverage";
            return refuse("account.maintenance", maintenance.to_string(), allowed);
        }
        if most_positions == Some(0) {
            return refuse("account.most_positions", "0".to_owned(), "1 or more");
        }
        let Risk {
            position,
            symbol,
            portfolio,
            day_loss,
            drawdown,
            ..
        } = self.risk;
        let reaches = [
            ("risk.position", position),
            ("risk.symbol", symbol),
            ("risk.portfolio", portfolio),
        ];
        for (field, share) in reaches {
            if share.is_some_and(|share| !(share.get() > 0.0 && share.get() <= 125.0)) {
                let got = share.map_or(0.0, Ratio::get).to_string();
                return refuse(field, got, "above 0 and up to 125");
            }
        }
        for (field, share) in [("risk.day_loss", day_loss), ("risk.drawdown", drawdown)] {
            if share.is_some_and(|share| !(share.get() > 0.0 && share.get() <= 1.0)) {
                let got = share.map_or(0.0, Ratio::get).to_string();
                return refuse(field, got, "above 0 and up to 1");
            }
        }
        Ok(())
    }

    fn check_costs(&self) -> Result<(), SpecError> {
        let Costs {
            fixed_fee,
            slippage,
            funding,
            ..
        } = self.costs;
        if fixed_fee < Cash::ZERO {
            let got = fixed_fee.get().to_string();
            return refuse("costs.fixed_fee", got, "0 or more");
        }
        if !(-0.05..=0.05).contains(&funding.get()) {
            let got = funding.get().to_string();
            return refuse("costs.funding", got, "between -0.05 and 0.05 for 8 hours");
        }
        if let Slippage::Atr { share, period } = slippage {
            if !(0.0..=1.0).contains(&share) {
                return refuse("costs.slippage.atr.share", share.to_string(), "0 to 1");
            }
            if !(1..=5000).contains(&period) {
                let got = period.to_string();
                return refuse("costs.slippage.atr.period", got, "1 to 5000");
            }
        }
        Ok(())
    }
}

fn refuse(field: &'static str, got: String, allowed: &'static str) -> Result<(), SpecError> {
    Err(SpecError::Field {
        field,
        got,
        allowed,
    })
}
