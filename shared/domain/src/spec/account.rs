//! How much of the account an entry uses, how far the account may reach, and the limits in front of every order.

use super::SpecError;
use crate::num::{Cash, Qty, Ratio};
use serde::{Deserialize, Serialize};

/// How much of the account an entry uses.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Sizing {
    /// Equity is split into as many equal slots as there are symbols, or positions allowed at once when that is limited;
    /// an entry uses this share of its slot, its fee included.
    EqualSlots {
        /// Share of the slot, above 0 and up to 1.
        fraction: Ratio,
    },
    /// A share of the equity, whatever the number of symbols; the fee is reckoned on the price before slippage.
    Equity {
        /// Share of the equity, above 0.
        fraction: Ratio,
    },
    /// A fixed amount of money.
    Amount(Cash),
    /// A fixed number of units.
    Units(Qty),
    /// As much as loses this share of the equity between entry and first stop, costs not counted.
    Risk {
        /// Share of the equity, above 0.
        fraction: Ratio,
    },
    /// A share of the equity of target ÷ volatility: both a year, measured on simple returns of the last bars.
    VolatilityTarget {
        /// Volatility wanted a year.
        yearly: Ratio,
        /// Bars it is measured on.
        bars: u32,
    },
    /// Kelly's share p − (1 − p) ÷ b of the equity from the last closed trades, times `part` and never above `cap`.
    /// Until so many trades are closed an entry uses `cap`. Source: J. L. Kelly, 1956.
    Kelly {
        /// Part of the full share: ½ is half Kelly.
        part: Ratio,
        /// The most an entry uses.
        cap: Ratio,
        /// Closed trades that are looked back on.
        trades: u32,
    },
    /// Shares of the equity in proportion to 1 ÷ volatility over all traded symbols.
    InverseVolatility {
        /// Share of the equity that is spread.
        fraction: Ratio,
        /// Bars the volatility is measured on.
        bars: u32,
    },
}

impl Sizing {
    /// What a run uses when neither it nor its plan says anything.
    pub fn whole_slot() -> Sizing {
        // One is a finite number, which is all a ratio asks for.
        Sizing::EqualSlots {
            fraction: Ratio::new(1.0).unwrap_or_default(),
        }
    }

    /// Refuses numbers that make no sense.
    pub fn check(&self) -> Result<(), SpecError> {
        let share = |field, share: Ratio, most: f64, allowed| {
            let sound = share.get() > 0.0 && share.get() <= most;
            sound.then_some(()).ok_or(SpecError::Field {
                field,
                got: share.get().to_string(),
                allowed,
            })
        };
        let count = |field, got: u32, range: std::ops::RangeInclusive<u32>, allowed| {
            range.contains(&got).then_some(()).ok_or(SpecError::Field {
                field,
                got: got.to_string(),
                allowed,
            })
        };
        let (to_one, reach) = ("above 0 and up to 1", "above 0 and up to 125");
        match *self {
            Sizing::EqualSlots { fraction } => {
                share("sizing.equal_slots.fraction", fraction, 1.0, to_one)
            }
            Sizing::Equity { fraction } => share("sizing.equity.fraction", fraction, 125.0, reach),
            Sizing::Amount(amount) => (amount > Cash::ZERO).then_some(()).ok_or(SpecError::Field {
                field: "sizing.amount",
                got: amount.get().to_string(),
                allowed: "above 0",
            }),
            Sizing::Units(units) => (units > Qty::ZERO).then_some(()).ok_or(SpecError::Field {
                field: "sizing.units",
                got: units.get().to_string(),
                allowed: "above 0",
            }),
            Sizing::Risk { fraction } => share("sizing.risk.fraction", fraction, 1.0, to_one),
            Sizing::VolatilityTarget { yearly, bars } => {
                share("sizing.volatility_target.yearly", yearly, 125.0, reach)?;
                count("sizing.volatility_target.bars", bars, 2..=5000, "2 to 5000")
            }
            Sizing::Kelly { part, cap, trades } => {
                share("sizing.kelly.part", part, 1.0, to_one)?;
                share("sizing.kelly.cap", cap, 125.0, reach)?;
                count("sizing.kelly.trades", trades, 1..=10_000, "1 to 10000")
            }
            Sizing::InverseVolatility { fraction, bars } => {
                share("sizing.inverse_volatility.fraction", fraction, 125.0, reach)?;
                count(
                    "sizing.inverse_volatility.bars",
                    bars,
                    2..=5000,
                    "2 to 5000",
                )
            }
        }
    }
}

/// How far the account may reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Largest sum of all positions ÷ equity when an order is placed; 1 is no leverage.
    pub leverage: f64,
    /// Equity ÷ sum of all positions below which the venue closes them.
    pub maintenance: Ratio,
    /// Positions at once over all symbols.
    pub most_positions: Option<u32>,
    /// May one symbol be held long and short at once?
    pub hedge: bool,
}

impl Default for Account {
    fn default() -> Account {
        Account {
            leverage: 1.0,
            maintenance: Ratio::default(),
            most_positions: None,
            hedge: false,
        }
    }
}

/// The four layers of limits in front of every entry; a missing one is off. Sizes are cut to what is allowed and
/// refused when nothing is; both are counted in the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// Position: largest share of the equity of one entry.
    pub position: Option<Ratio>,
    /// Position: must an entry have a protective stop?
    pub stop_required: bool,
    /// Symbol: largest share of the equity of all positions of a symbol.
    pub symbol: Option<Ratio>,
    /// Portfolio: largest share of the equity of all positions.
    pub portfolio: Option<Ratio>,
    /// System: no entry for the rest of the day (UTC) once the equity has lost this share since the day began.
    pub day_loss: Option<Ratio>,
    /// System: no entry any more once the equity has lost this share since its peak.
    pub drawdown: Option<Ratio>,
}

impl Risk {
    /// The limits paper and live trading start with: 10 % a position with a stop, 15 % a symbol, 80 % invested, halt at
    /// −5 % on the day and −20 % from the peak.
    pub fn careful() -> Risk {
        let share = |share| Ratio::new(share).ok();
        Risk {
            position: share(0.10),
            stop_required: true,
            symbol: share(0.15),
            portfolio: share(0.80),
            day_loss: share(0.05),
            drawdown: share(0.20),
        }
    }

    /// Is any limit on?
    pub fn is_on(&self) -> bool {
        *self != Risk::default()
    }
}
