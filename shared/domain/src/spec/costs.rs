//! What trading costs: fees by side of the book, spread, slippage, funding and borrowing, each charged once.

use crate::num::{Bps, Cash, Ratio};
use serde::{Deserialize, Serialize};

/// What each fill and each day of holding costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Costs {
    /// Fee on the notional of orders that take: market orders, stops, and limits that are already reached when they are sent.
    pub fee: Bps,
    /// Fee on the notional of orders that wait in the book: limits and targets the price reaches later.
    pub maker_fee: Bps,
    /// Amount on top of every fill, whatever its size.
    pub fixed_fee: Cash,
    /// Half the distance between bid and ask, paid by orders that take.
    pub half_spread: Bps,
    /// Price moved against orders that take.
    pub slippage: Slippage,
    /// Does only the fill that opens a position slip? (backtesting.py charges its spread like this.)
    pub slip_entries_only: bool,
    /// Do targets slip like orders that take? (vectorbt moves the price of every fill.)
    #[serde(default)]
    pub slip_targets: bool,
    /// What longs pay shorts on the notional at 00:00, 08:00 and 16:00 UTC; below zero shorts pay. Every such time after the entry
    /// up to the exit counts; an entry inside a bar counts from the bar's open, an exit inside it at the bar's last moment.
    pub funding: Ratio,
    /// What a short pays on its notional for a year of 365 days.
    pub borrow: Bps,
}

/// How far the price moves against an order that takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Slippage {
    /// This much of the price.
    Bps(Bps),
    /// A share of the average true range (Wilder) of the bars before.
    Atr {
        /// Share of it.
        share: f64,
        /// Bars of the average.
        period: u32,
    },
    /// base + at_full_volume × √(units ÷ volume of the bar before): the square-root law of market impact
    /// (Torre and Ferrari, BARRA 1997; Almgren and others, 2005).
    Impact {
        /// What the smallest order pays.
        base: Bps,
        /// What an order as large as the whole bar before pays on top.
        at_full_volume: Bps,
    },
}

impl Default for Slippage {
    fn default() -> Slippage {
        Slippage::Bps(Bps::ZERO)
    }
}

impl Costs {
    /// One fee for all orders and a slippage in basis points: the two numbers most people know.
    pub fn plain(fee: Bps, slippage: Bps) -> Costs {
        Costs {
            fee,
            maker_fee: fee,
            slippage: Slippage::Bps(slippage),
            ..Costs::default()
        }
    }

    /// The slippage in basis points, when it is a fixed one.
    pub fn fixed_slippage(&self) -> Option<Bps> {
        match self.slippage {
            Slippage::Bps(bps) => Some(bps),
            Slippage::Atr { .. } | Slippage::Impact { .. } => None,
        }
    }
}
