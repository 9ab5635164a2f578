//! How many units an entry buys.

use domain::{Cash, Costs, Sizing};

/// What an entry may spend: its slot of the equity, and never more than the free cash.
pub fn budget(sizing: Sizing, equity: Cash, free_cash: Cash, symbols: usize) -> Cash {
    let Sizing::EqualSlots { fraction } = sizing;
    let slot = equity.get() / symbols.max(1) as f64 * fraction.get();
    Cash::new(slot.min(free_cash.get()).max(0.0)).unwrap_or(Cash::ZERO)
}

/// Units whose whole cost, fee included, is the budget: budget ÷ (price × (1 + fee)).
/// `price` already holds the slippage.
pub fn units(budget: Cash, price: f64, costs: Costs) -> f64 {
    budget.get() / (price * (1.0 + costs.fee.ratio()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Bps, Ratio};

    #[test]
    fn a_slot_is_an_equal_share_and_never_more_than_the_cash() {
        let cash = |amount| Cash::new(amount).unwrap();
        let sizing = Sizing::EqualSlots {
            fraction: Ratio::new(0.5).unwrap(),
        };
        assert_eq!(budget(sizing, cash(1000.0), cash(1000.0), 4), cash(125.0));
        assert_eq!(budget(sizing, cash(1000.0), cash(100.0), 4), cash(100.0));
        assert_eq!(budget(sizing, cash(1000.0), cash(-1.0), 4), cash(0.0));
    }

    #[test]
    fn the_fee_fits_into_the_budget() {
        let costs = Costs {
            fee: Bps::new(100.0).unwrap(),
            slippage: Bps::ZERO,
        };
        let units = units(Cash::new(1010.0).unwrap(), 10.0, costs);
        assert!((units - 100.0).abs() < 1e-9);
    }
}
